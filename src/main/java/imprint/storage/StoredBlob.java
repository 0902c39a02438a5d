package imprint.storage;

import java.time.Instant;
import java.util.UUID;

/**
 * Bytes as a storage has them.
 *
 * @param size in bytes
 * @param modified when they were written
 */
public record StoredBlob(UUID key, long size, Instant modified) {}
