package imprint.mlflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Entry;
import imprint.page.Page;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listing as MLflow writes it: {@code root_uri} only where a run or model was named, {@code
 * files} only when there are any.
 */
record WireFiles(
    @Nullable String rootUri, @Nullable List<ListedFile> files, @Nullable String nextPageToken) {
  /** A file or folder; an empty file and a folder have no size. */
  record ListedFile(String path, @JsonProperty("is_dir") boolean folder, @Nullable Long fileSize) {}

  /** Entries by their own names. */
  static WireFiles of(List<Entry> entries) {
    return of(null, ArtifactPath.ROOT, entries);
  }

  /** Entries by their paths from the root {@code rootUri}, of which they are in {@code folder}. */
  static WireFiles of(@Nullable String rootUri, ArtifactPath folder, List<Entry> entries) {
    return of(rootUri, folder, new Page<>(entries, Optional.empty()));
  }

  /** A page of them. */
  static WireFiles of(@Nullable String rootUri, ArtifactPath folder, Page<Entry> entries) {
    String before = folder.isRoot() ? "" : folder.text() + "/";
    List<ListedFile> files =
        entries.items().stream()
            .map(
                entry ->
                    new ListedFile(
                        before + entry.name(),
                        entry.isFolder(),
                        entry.size() == 0 ? null : entry.size()))
            .toList();
    return new WireFiles(rootUri, files.isEmpty() ? null : files, entries.nextToken().orElse(null));
  }
}
