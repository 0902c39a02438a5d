package imprint.archive;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.failure.Failure;
import imprint.page.Fingerprint;
import imprint.page.InvalidPageTokenException;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is inside of stored archives: tar and zip. An archive is looked through when it is first
 * asked about, and where its members are is kept for as long as its bytes; its members are then
 * read in place.
 */
@ApplicationScoped
public class Members {
  /** Archives that are looked through at the same time; others wait. */
  private static final int MOST_AT_ONCE = 2;

  private final Artifacts artifacts;
  private final MemberStore store;
  private final Database database;
  private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

  Members(Artifacts artifacts, MemberStore store, Database database) {
    this.artifacts = artifacts;
    this.store = store;
    this.database = database;
  }

  /**
   * The direct children of a folder inside of an archive, by the bytes of their names, where that
   * of a folder ends with a slash.
   *
   * @param token of the page before, or null
   * @throws Failure.Invalid when the file is no archive, or a malformed one
   * @throws Failure.Missing when there is no such archive, or no such folder in it
   * @throws Failure.TooLarge when the archive is beyond a bound
   * @throws Failure.Unsupported when the archive is compressed as a whole
   */
  public Page<MemberEntry> list(
      Scope scope, ArtifactPath archive, ArtifactPath folder, int limit, @Nullable String token) {
    UUID blob = indexed(artifacts.get(scope, archive)).blob().key();
    String from = folder.isRoot() ? "" : folder.text() + "/";
    Fingerprint query = Fingerprint.of("members", List.of(blob, from));
    List<MemberStore.Child> children =
        store.children(
            blob, from, token == null ? from + "\u0001" : begin(token, query), limit + 1);
    if (children.isEmpty() && token == null && !folder.isRoot()) {
      requireFolder(blob, folder);
    }
    return Page.of(
            children,
            limit,
            child -> new PageToken(query, List.of(new SortValue.Text(child.beyond()))).text())
        .map(MemberStore.Child::entry);
  }

  /**
   * The bytes of a member; of several of one path, the last.
   *
   * @throws Failure.Invalid when the file is no archive, or a malformed one, or the member is a
   *     folder
   * @throws Failure.Missing when there is no such archive, or no such member in it
   * @throws Failure.TooLarge when the archive is beyond a bound
   * @throws Failure.Unsupported for a link, an encrypted member, or another that is not read
   */
  public MemberContent get(Scope scope, ArtifactPath archive, ArtifactPath member) {
    Content content = indexed(artifacts.get(scope, archive));
    UUID blob = content.blob().key();
    Member found = store.find(blob, member.text()).orElseThrow(() -> absent(blob, member));
    if (!found.method().isReadable()) {
      throw new Failure.Unsupported(
          "The member '"
              + Failure.echo(member.text())
              + "' cannot be read: "
              + found.method().obstacle()
              + ".");
    }
    boolean zip = store.format(blob).filter(StoredFormat.ZIP::equals).isPresent();
    long offset = zip ? ZipIndex.dataOffset(new BlobWindow(content), found) : found.offset();
    return new MemberContent(content, found, offset);
  }

  private static String begin(String token, Fingerprint query) {
    List<SortValue> after = PageToken.parse(token, query).after();
    if (after.size() == 1 && after.getFirst() instanceof SortValue.Text(String begin)) {
      return begin;
    }
    throw new InvalidPageTokenException();
  }

  private Failure absent(UUID blob, ArtifactPath member) {
    return member.isRoot() || store.isFolder(blob, member.text())
        ? new Failure.Invalid(
            "member", "The member '" + Failure.echo(member.text()) + "' is a folder")
        : new Failure.Missing("No such member: '" + Failure.echo(member.text()) + "'");
  }

  private void requireFolder(UUID blob, ArtifactPath folder) {
    if (!store.isFolder(blob, folder.text())) {
      throw new Failure.Missing(
          "No such folder in the archive: '" + Failure.echo(folder.text()) + "'");
    }
  }

  /** The same content, once it is known what is inside. */
  private Content indexed(Content content) {
    UUID blob = content.blob().key();
    if (store.format(blob).isPresent()) {
      return content;
    }
    StoredFormat format = StoredFormat.recognise(content);
    takeTurn();
    try {
      if (store.format(blob).isEmpty()) {
        database.transaction(
            () -> {
              index(content, format);
              return content;
            });
      }
    } finally {
      turns.release();
    }
    return content;
  }

  /** In one transaction, so that half of an index is never seen. */
  private void index(Content content, StoredFormat format) {
    UUID blob = content.blob().key();
    if (!store.begin(blob, format)) {
      return;
    }
    IndexWriter index = new IndexWriter(store, blob);
    BlobWindow window = new BlobWindow(content);
    switch (format) {
      case TAR -> new TarIndex(window, index).write();
      case ZIP -> new ZipIndex(window, index).write();
    }
    index.finish();
  }

  private void takeTurn() {
    try {
      if (turns.tryAcquire(IndexWriter.LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    throw new Failure.Unavailable("Other archives are being looked through. Try again shortly.");
  }
}
