package imprint.storage;

import org.jspecify.annotations.Nullable;

/**
 * Where a bucket is and how to enter it.
 *
 * @param endpoint scheme, host and port, such as {@code https://s3.example.org}
 * @param region null where the server has none or its host tells it
 * @param prefix what every key begins with; empty or ending in a slash
 * @param accessKey null for a bucket that is open to everyone, as {@code secretKey} is then
 */
record S3Place(
    String endpoint,
    @Nullable String region,
    String bucket,
    String prefix,
    @Nullable String accessKey,
    @Nullable String secretKey) {
  /** Without the credentials, so that no log tells them. */
  @Override
  public String toString() {
    return endpoint + "/" + bucket + "/" + prefix;
  }
}
