package imprint.storage;

import java.time.Instant;

/**
 * A document as a storage has it.
 *
 * @param size in bytes
 * @param modified when it was written
 */
public record StoredDocument(DocumentKey key, long size, Instant modified) {}
