package imprint.api;

import imprint.storage.StorageChange;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** JSON bodies about storages. */
final class StorageRequests {
  private static final String KEEPS = " An absent field keeps its value.";

  private StorageRequests() {}

  @Schema(description = "A storage to add.")
  record NewStorage(
      @Schema(
              description = "Lower-case letters, digits and hyphens; never changes.",
              maxLength = 63)
          @Nullable String name,
      @Schema(description = "folder or s3; never changes.") @Nullable String kind,
      @Schema(description = "Of a folder: its absolute path on the server.")
          @Nullable String folder,
      @Schema(
              description =
                  "Of a bucket: scheme, host and port. https, unless allow_http is set or it is this machine.")
          @Nullable String endpoint,
      @Schema(description = "Of a bucket: its region, where the server has such.")
          @Nullable String region,
      @Schema(description = "Of a bucket: its name.") @Nullable String bucket,
      @Schema(description = "Of a bucket: what its keys begin with; empty or ending in a slash.")
          @Nullable String prefix,
      @Schema(description = "Of a bucket: its access key. Answers show the first four characters.")
          @Nullable String accessKey,
      @Schema(description = "Of a bucket: its secret key. No answer shows it.", writeOnly = true)
          @Nullable String secretKey,
      @Schema(
              description = "Of a bucket: whether it may be reached by http.",
              defaultValue = "false")
          @Nullable Boolean allowHttp,
      @Schema(
              description = "Of a bucket: whether clients may be sent to it by signed URLs.",
              defaultValue = "true")
          @Nullable Boolean direct) {
    StorageChange values() {
      return new StorageChange(
          folder, endpoint, region, bucket, prefix, accessKey, secretKey, allowHttp, direct);
    }

    /** Without the credentials, so that no log tells them. */
    @Override
    public String toString() {
      return name + " " + kind;
    }
  }

  @Schema(description = "New values of a storage." + KEEPS)
  record ChangedStorage(
      @Schema(description = "Of a folder, while it is empty.") @Nullable String folder,
      @Nullable String endpoint,
      @Schema(description = "Empty for none.") @Nullable String region,
      @Schema(description = "While it is empty.") @Nullable String bucket,
      @Schema(description = "While it is empty.") @Nullable String prefix,
      @Schema(description = "Needs its secret key; empty for a bucket that is open to everyone.")
          @Nullable String accessKey,
      @Schema(description = "No answer shows it.", writeOnly = true) @Nullable String secretKey,
      @Nullable Boolean allowHttp,
      @Nullable Boolean direct) {
    StorageChange values() {
      return new StorageChange(
          folder, endpoint, region, bucket, prefix, accessKey, secretKey, allowHttp, direct);
    }

    /** Without the credentials, so that no log tells them. */
    @Override
    public String toString() {
      return "changed storage";
    }
  }
}
