package imprint.artifact;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A blob whose bytes are missing or are not those that were stored.
 *
 * @param size in bytes, as they were stored
 * @param damage what was found, in words
 * @param place a file that points at it, such as {@code candidate 4f… /model/MLmodel}; empty when
 *     none does
 */
public record DamagedBlob(
    UUID key, String storage, long size, String damage, Instant found, String place) {
  static String place(@Nullable String kind, String owner, @Nullable String path) {
    return kind == null || path == null ? "" : kind + " " + owner + " " + path;
  }
}
