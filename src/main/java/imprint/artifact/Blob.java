package imprint.artifact;

import java.time.Instant;
import java.util.UUID;

/**
 * Bytes that are kept and never change.
 *
 * @param storage the name of the storage that keeps them
 * @param size in bytes
 * @param sha256 64 hexadecimal digits, lower case
 */
public record Blob(UUID key, String storage, long size, String sha256, Instant created) {}
