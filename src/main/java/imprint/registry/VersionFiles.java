package imprint.registry;

/**
 * The files that a version pinned when it was made.
 *
 * @param uri their root, {@code mlflow-artifacts:/…}
 * @param digest hex SHA-256 of the lines {@code <hex SHA-256> <path>\n} of all files in the order
 *     of the bytes of their paths: what {@code sha256sum} prints
 * @param bytes together
 */
public record VersionFiles(String uri, String digest, int count, long bytes) {}
