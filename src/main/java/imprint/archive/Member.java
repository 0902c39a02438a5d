package imprint.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member of an archive.
 *
 * @param ordinal its place in the order of the archive, from 0
 * @param path as the archive has it, less a leading {@code ./}; that of a folder ends with a slash
 * @param size bytes of its content
 * @param offset where its bytes begin in a tar; where its local header begins in a zip, behind
 *     which they are
 * @param storedSize bytes it takes in the archive
 * @param crc32 of its content, or -1 when the archive does not tell
 */
record Member(
    int ordinal,
    String path,
    boolean isFolder,
    long size,
    long offset,
    long storedSize,
    MemberMethod method,
    long crc32,
    @Nullable Instant modified) {
  static final long NO_CRC = -1;
}
