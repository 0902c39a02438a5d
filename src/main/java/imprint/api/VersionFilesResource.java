package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.archive.ArchiveFormat;
import imprint.archive.FolderArchive;
import imprint.archive.FolderArchives;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.artifact.Pins;
import imprint.failure.Failure;
import imprint.http.ArchiveDownload;
import imprint.http.Download;
import imprint.http.RawQuery;
import imprint.page.Page;
import imprint.registry.ModelVersion;
import imprint.registry.VersionContents;
import imprint.registry.VersionFiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** The files of the version that a reference means. */
@Path(ModelPaths.MODELS + "/{model}/versions/{ref}")
@RunOnVirtualThread
@Tags(refs = "Models")
public class VersionFilesResource {
  private static final String FILES = "/files";
  private static final String FILE = FILES + "/{path}";
  private static final String ARCHIVE = "/archive";
  private static final String NAME =
      "Folders and name, percent-encoded once; slashes between folders stay as they are.";
  private static final int USUAL = 1_000;
  private static final int MOST = 10_000;
  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final ArtifactPath SIGNATURE = new ArtifactPath("model.sig");

  private final AskedVersions asked;
  private final VersionContents contents;
  private final VersionEvidence evidence;
  private final FolderArchives archives;
  private final Caller caller;

  VersionFilesResource(
      AskedVersions asked,
      VersionContents contents,
      VersionEvidence evidence,
      FolderArchives archives,
      Caller caller) {
    this.asked = asked;
    this.contents = contents;
    this.evidence = evidence;
    this.archives = archives;
    this.caller = caller;
  }

  @Schema(description = "A page of the files of a version, by the bytes of their paths.")
  record FilePage(
      List<ListedFile> files,
      @Schema(description = "Continues the listing; absent on the last page.")
          @Nullable String nextPageToken) {
    @Schema(description = "A file of a version.")
    record ListedFile(String path, @Schema(description = "Bytes.") long size, String sha256) {}

    static FilePage of(Page<Pins.Named> page) {
      return new FilePage(
          page.items().stream()
              .map(file -> new ListedFile(file.path(), file.size(), file.sha256()))
              .toList(),
          page.nextToken().orElse(null));
    }
  }

  @GET
  @Path(FILES)
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "List the files of a version",
      description =
          "All of them, in folders or not. ?max_results= is 1 to 10000, 1000 unless told; ?page_token= continues, and"
              + " belongs to one version: a page of a reference that moved meanwhile answers 400. ?at= as for the"
              + " version.")
  public FilePage files(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Context HttpServerRequest request) {
    int limit = Arguments.limit(RawQuery.first(request, "max_results"), USUAL, MOST);
    return FilePage.of(
        contents.page(
            version(model, ref, request),
            limit,
            Arguments.token(RawQuery.first(request, "page_token"))));
  }

  @GET
  @Path(FILE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Download a file of a version",
      description =
          "The whole content, verified against its SHA-256 while it is sent, or one Range of it. With ?redirect=true"
              + " 307 to a URL of the storage itself, valid for 15 minutes, where the storage gives one. ?at= as for"
              + " the version. 404 when the version has no such file.")
  public Response file(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Parameter(description = NAME) @RestPath String path,
      @Context HttpServerRequest request) {
    ArtifactPath file = VersionFileNames.of(request);
    boolean redirect = Arguments.flag("redirect", RawQuery.first(request, "redirect"));
    Content content = contents.file(version(model, ref, request), file);
    Optional<URI> elsewhere = redirect ? content.direct(file.name(), VALIDITY) : Optional.empty();
    return elsewhere
        .map(
            url ->
                Response.status(Response.Status.TEMPORARY_REDIRECT)
                    .header("Location", url.toString())
                    .header("Cache-Control", "no-store")
                    .build())
        .orElseGet(() -> Download.of(content, file.name(), request));
  }

  @HEAD
  @Path(FILE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Describe a file of a version", description = "The headers of its download.")
  public Response fileHeaders(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Parameter(description = NAME) @RestPath String path,
      @Context HttpServerRequest request) {
    ArtifactPath file = VersionFileNames.of(request);
    return Download.headersOf(
        contents.file(version(model, ref, request), file), file.name(), request);
  }

  @GET
  @Path(ARCHIVE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Download a version as an archive",
      description =
          "All files as ?format= tar, tar.gz or zip, made while it is sent; model.sig comes last where the version is"
              + " signed and has no such file of its own. ?at= as for the version."
              + ArchiveAnswers.ARCHIVE_TOLD)
  public Response archive(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Context HttpServerRequest request) {
    ModelVersion version = version(model, ref, request);
    return ArchiveDownload.of(open(version, request), name(version));
  }

  @HEAD
  @Path(ARCHIVE)
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Describe a version as an archive",
      description = "The headers of its download.")
  public Response archiveHeaders(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref,
      @Context HttpServerRequest request) {
    ModelVersion version = version(model, ref, request);
    return ArchiveDownload.headersOf(open(version, request), name(version));
  }

  private ModelVersion version(String model, String ref, HttpServerRequest request) {
    return asked.used(model, ref, Arguments.instant("at", RawQuery.first(request, "at")));
  }

  private FolderArchive open(ModelVersion version, HttpServerRequest request) {
    ArchiveFormat format = ArchiveFormat.of(RawQuery.required(request, "format"));
    VersionFiles files = version.files();
    if (files == null) {
      throw new Failure.Missing(
          "The files of version " + version.semver() + " are not kept by this server.");
    }
    FolderArchive archive = archives.of(caller.scope(), Artifacts.ofUri(files.uri()), format);
    // A file of the version itself is not hidden by another of its name.
    return evidence
        .signature(version)
        .filter(signature -> !contents.has(version, SIGNATURE))
        .map(signature -> archive.endingWith(SIGNATURE.text(), signature))
        .orElse(archive);
  }

  private static String name(ModelVersion version) {
    return version.model() + "-" + version.semver();
  }
}
