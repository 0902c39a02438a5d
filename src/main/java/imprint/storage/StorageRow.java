package imprint.storage;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What opening a storage needs of its row; equal rows are one open storage.
 *
 * @param sealedSecret in hexadecimal, as arrays are never equal
 */
record StorageRow(
    String name,
    String kind,
    @Nullable String folder,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable String bucket,
    String prefix,
    @Nullable String accessKey,
    @Nullable String sealedSecret,
    boolean direct) {
  static StorageRow of(StorageEntity row) {
    return new StorageRow(
        row.name,
        row.kind,
        row.folder,
        row.endpoint,
        row.region,
        row.bucket,
        row.prefix,
        row.accessKey,
        row.secretKey == null ? null : HexFormat.of().formatHex(row.secretKey),
        row.direct);
  }

  boolean isBucket() {
    return kind.equals(StorageEntity.S3);
  }
}
