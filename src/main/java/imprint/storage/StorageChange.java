package imprint.storage;

import org.jspecify.annotations.Nullable;

/**
 * New values of a storage. What is null stays as it is, or becomes what it is by default: prefix
 * empty, allowHttp false, direct true. An empty region or access key takes the old one away.
 *
 * @param allowHttp whether the endpoint may be HTTP although it is not this machine
 * @param direct whether clients may be sent to the bucket itself by signed URLs
 */
public record StorageChange(
    @Nullable String folder,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable String bucket,
    @Nullable String prefix,
    @Nullable String accessKey,
    @Nullable String secretKey,
    @Nullable Boolean allowHttp,
    @Nullable Boolean direct) {
  /** Without the credentials, so that no log tells them. */
  @Override
  public String toString() {
    return folder == null ? endpoint + "/" + bucket + "/" + prefix : folder;
  }
}
