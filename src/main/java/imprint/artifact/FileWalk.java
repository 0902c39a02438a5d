package imprint.artifact;

import imprint.storage.OpenStorages;
import java.util.List;

/**
 * The files below a folder, by the bytes of their paths, read from the database a page at a time.
 * Each page is as the folder was when it was read; the bytes of a file are those it had then.
 */
public final class FileWalk {
  /** Files of a page. */
  static final int PAGE = 1_000;

  private final ArtifactWalkStore store;
  private final OpenStorages storages;
  private final Place folder;
  private List<ArtifactWalkStore.WalkedRow> ahead;
  private boolean isLast;

  /**
   * A file of the folder.
   *
   * @param path from the folder walked
   */
  public record WalkedFile(String path, Content content) {}

  /** Reads the first page. */
  FileWalk(ArtifactWalkStore store, OpenStorages storages, Place folder) {
    this.store = store;
    this.storages = storages;
    this.folder = folder;
    this.ahead = read("");
  }

  /** Whether there are no more files. */
  public boolean isAtEnd() {
    return ahead.isEmpty();
  }

  /** The next files, at most 1,000; none at the end. */
  public List<WalkedFile> next() {
    List<ArtifactWalkStore.WalkedRow> rows = ahead;
    ahead = isLast ? List.of() : read(rows.getLast().below());
    return rows.stream()
        .map(
            row ->
                new WalkedFile(
                    row.below(), new Content(row.blob(), storages.named(row.blob().storage()))))
        .toList();
  }

  private List<ArtifactWalkStore.WalkedRow> read(String after) {
    List<ArtifactWalkStore.WalkedRow> rows = store.next(folder, after, PAGE);
    isLast = rows.size() < PAGE;
    return rows;
  }
}
