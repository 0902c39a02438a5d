package imprint.api;

import imprint.storage.Storage;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A storage as this API shows it. */
@Schema(description = "A named place for bytes. Its secret key is never shown.")
record StorageView(
    String name,
    @Schema(description = "folder or s3.") String kind,
    @Schema(description = "Of a folder other than local.") @Nullable String folder,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable String bucket,
    @Nullable String prefix,
    @Schema(description = "The first four characters; absent for a bucket open to everyone.")
        @Nullable String accessKey,
    @Nullable Boolean allowHttp,
    @Nullable Boolean direct,
    @Schema(description = "Whether new files go there.") boolean isDefault,
    @Schema(
            description =
                "Whether the server's configuration sets it; such a one is changed there.")
        boolean isConfigured,
    @Schema(description = "ok, failing or unchecked: how the last check ended.") String state,
    @Schema(description = "Why the last check failed.") @Nullable String error,
    @Nullable Instant checkedAt,
    @Nullable Instant createdAt,
    @Schema(description = "In the answer to a check: what hampers some clients.")
        @Nullable List<String> warnings) {
  @Schema(description = "All storages, by name.")
  record Page(List<StorageView> storages) {}

  static StorageView of(Storage storage) {
    return of(storage, null);
  }

  static StorageView of(Storage storage, @Nullable List<String> warnings) {
    boolean bucket = storage.kind().equals(Storage.S3);
    return new StorageView(
        storage.name(),
        storage.kind(),
        storage.folder(),
        storage.endpoint(),
        storage.region(),
        storage.bucket(),
        bucket ? storage.prefix() : null,
        storage.accessKey(),
        bucket ? storage.allowHttp() : null,
        bucket ? storage.direct() : null,
        storage.isDefault(),
        storage.isConfigured(),
        storage.state().name().toLowerCase(Locale.ROOT),
        storage.error(),
        storage.checkedAt(),
        storage.createdAt(),
        warnings);
  }
}
