package imprint.archive;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A direct child of a folder inside of an archive.
 *
 * @param name its last path component, escaped when it is not safe to use
 * @param size bytes of a file, 0 for a folder
 * @param isReadable whether its bytes can be had
 */
public record MemberEntry(
    String name, boolean isFolder, long size, boolean isReadable, @Nullable Instant modified) {}
