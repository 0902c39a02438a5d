package imprint.api;

import imprint.access.Caller;
import imprint.archive.ArchiveFormat;
import imprint.archive.FolderArchive;
import imprint.archive.FolderArchives;
import imprint.archive.MemberContent;
import imprint.archive.Members;
import imprint.archive.Previews;
import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import imprint.http.ArchiveDownload;
import imprint.http.MemberDownload;
import imprint.http.RawQuery;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What is answered of the artifacts below a root, whoever has the root. Paths are query parameters
 * of the request.
 */
@ApplicationScoped
class ArchiveAnswers {
  // What OpenAPI tells of each call, whoever has the root.
  static final String ARCHIVE_TOLD =
      " Names are from the folder on, sorted by their bytes, without times or users: the same files make the"
          + " same tar. Each file is verified against its SHA-256; when one is damaged the connection breaks. 404"
          + " when there is no such folder, 400 for a file or an unknown format.";

  static final String MEMBERS_TOLD =
      "The direct children of ?folder= in the tar or zip ?path=, sorted by the bytes of their names. ?max_results="
          + " is 1 to 10000, 1000 by default; ?page_token= continues. 404 when there is no such file or folder; 400"
          + " when the file is no archive or a malformed one; 413 for more than 1000000 members, names over 2048"
          + " bytes, or 30 seconds of looking through it; 501 for an archive that is compressed as a whole.";

  static final String MEMBER_TOLD =
      "The content of ?member= in the tar or zip ?path=, or one Range of it; the last of several of one name. 404"
          + " when there is none, 400 for a folder, 501 for links, encrypted members and others that are not read.";

  static final String PREVIEW_TOLD =
      "The beginning of the file ?path=, or of ?member= in it, as text, rows, JSON, or the size of an image. At"
          + " most 64 KiB of it are read, of JSON 1 MiB. 404 when there is no such file.";

  static final int MOST_MEMBERS = 10_000;

  private static final int MEMBERS = 1_000;

  private final FolderArchives archives;
  private final Members members;
  private final Previews previews;
  private final Caller caller;

  ArchiveAnswers(FolderArchives archives, Members members, Previews previews, Caller caller) {
    this.archives = archives;
    this.members = members;
    this.previews = previews;
    this.caller = caller;
  }

  /**
   * A folder as an archive.
   *
   * @param id whose root it is, which names the archive of the whole root
   */
  Response archive(ArtifactPath root, String id, HttpServerRequest request) {
    ArtifactPath folder = RawQuery.folder(request, "path");
    return ArchiveDownload.of(open(root, folder, request), name(folder, id));
  }

  Response archiveHeaders(ArtifactPath root, String id, HttpServerRequest request) {
    ArtifactPath folder = RawQuery.folder(request, "path");
    return ArchiveDownload.headersOf(open(root, folder, request), name(folder, id));
  }

  MemberPage members(ArtifactPath root, HttpServerRequest request) {
    return MemberPage.of(
        members.list(
            caller.scope(),
            file(root, request),
            RawQuery.folder(request, "folder"),
            limit(RawQuery.first(request, "max_results")),
            RawQuery.first(request, "page_token")));
  }

  Response member(ArtifactPath root, HttpServerRequest request) {
    ArtifactPath member = new ArtifactPath(RawQuery.required(request, "member"));
    return MemberDownload.of(content(root, member, request), member.name(), request);
  }

  Response memberHeaders(ArtifactPath root, HttpServerRequest request) {
    ArtifactPath member = new ArtifactPath(RawQuery.required(request, "member"));
    return MemberDownload.headersOf(content(root, member, request), member.name());
  }

  PreviewBody preview(ArtifactPath root, HttpServerRequest request) {
    ArtifactPath file = file(root, request);
    String member = RawQuery.first(request, "member");
    return PreviewBody.of(
        member == null
            ? previews.of(caller.scope(), file)
            : previews.of(caller.scope(), file, new ArtifactPath(member)));
  }

  private FolderArchive open(ArtifactPath root, ArtifactPath folder, HttpServerRequest request) {
    ArchiveFormat format = ArchiveFormat.of(RawQuery.required(request, "format"));
    return archives.of(caller.scope(), root.resolve(folder), format);
  }

  private static String name(ArtifactPath folder, String id) {
    return folder.isRoot() ? id : folder.name();
  }

  private MemberContent content(ArtifactPath root, ArtifactPath member, HttpServerRequest request) {
    return members.get(caller.scope(), file(root, request), member);
  }

  private static ArtifactPath file(ArtifactPath root, HttpServerRequest request) {
    return root.resolve(new ArtifactPath(RawQuery.required(request, "path")));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return MEMBERS;
    }
    boolean number = text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    int limit = number ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > MOST_MEMBERS) {
      throw new Failure.Invalid(
          "max_results",
          "Invalid max_results '"
              + Failure.echo(text)
              + "': expected a number from 1 to "
              + MOST_MEMBERS);
    }
    return limit;
  }
}
