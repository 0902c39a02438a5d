package imprint.artifact;

import imprint.failure.Failure;
import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Folders too large to be listed whole, in pages. */
@ApplicationScoped
public class FolderPages {
  /** Entries of a page for callers that do not say. */
  public static final int USUAL = 1000;

  /** The most entries of a page. */
  public static final int MOST = 10_000;

  private final ReadPlaces readers;
  private final FolderPageStore store;

  FolderPages(ReadPlaces readers, FolderPageStore store) {
    this.readers = readers;
    this.store = store;
  }

  /**
   * Direct children of a folder, by the bytes of their paths, where a folder's path ends in a
   * slash; none for what does not exist. What is added or deleted between two pages is shown or
   * not; all else is shown once.
   *
   * @param token from an earlier page of the same folder, empty for the first
   * @param limit 1 to 10,000
   */
  public Page<Entry> page(Scope scope, ArtifactPath folder, Optional<String> token, int limit) {
    if (limit < 1 || limit > MOST) {
      throw new Failure.Invalid("max_results", "max_results is a number from 1 to " + MOST + ".");
    }
    Place place = readers.locate(scope, folder);
    String from = place.from();
    Fingerprint query =
        Fingerprint.of("artifacts", List.of(scope.project()), List.of(folder.text()));
    String start = token.map(text -> start(PageToken.parse(text, query))).orElse(from);
    return Page.of(
        store.page(place, start, limit + 1),
        limit,
        last -> new PageToken(query, List.of(new SortValue.Text(after(from, last)))).text());
  }

  private static String start(PageToken token) {
    return token.after().size() == 1 && token.after().getFirst() instanceof SortValue.Text text
        ? text.value()
        : "/";
  }

  /** The least path that may follow an entry; '0' follows '/'. */
  private static String after(String from, Entry last) {
    return from + last.name() + (last.isFolder() ? "0" : "\u0001");
  }
}
