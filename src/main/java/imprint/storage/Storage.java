package imprint.storage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A named place for bytes as people see it; its secret key is never among what is shown.
 *
 * @param kind {@code folder} or {@code s3}
 * @param folder the absolute path of a folder; null for {@code local} and for a bucket
 * @param accessKey its first four characters; null when the bucket is open to everyone
 * @param isDefault whether new blobs go there
 * @param isConfigured whether the configuration sets it, and not these use cases
 * @param error why the last check failed, in one sentence; null when it did not
 * @param checkedAt when it was last checked; null before
 */
public record Storage(
    String name,
    String kind,
    @Nullable String folder,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable String bucket,
    String prefix,
    @Nullable String accessKey,
    boolean allowHttp,
    boolean direct,
    boolean isDefault,
    boolean isConfigured,
    State state,
    @Nullable String error,
    @Nullable Instant checkedAt,
    @Nullable Instant createdAt) {
  public static final String FOLDER = StorageEntity.FOLDER;
  public static final String S3 = StorageEntity.S3;

  private static final int SHOWN = 4;

  /** How the last check ended. */
  public enum State {
    OK,
    FAILING,
    /** Not checked since it was made or changed. */
    UNCHECKED
  }

  static Storage of(StorageEntity row) {
    State state =
        row.checkedAt == null ? State.UNCHECKED : row.checkError == null ? State.OK : State.FAILING;
    return new Storage(
        row.name,
        row.kind,
        row.folder,
        row.endpoint,
        row.region,
        row.bucket,
        row.prefix,
        shortened(row.accessKey),
        row.allowHttp,
        row.direct,
        row.isDefault,
        row.configured,
        state,
        row.checkError,
        row.checkedAt,
        row.createdAt);
  }

  private static @Nullable String shortened(@Nullable String accessKey) {
    return accessKey == null
        ? null
        : accessKey.substring(0, Math.min(SHOWN, accessKey.length())) + "…";
  }
}
