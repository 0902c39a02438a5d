package imprint.storage;

import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes storages out of rows. */
@ApplicationScoped
class StorageOpener {
  private final Sealing sealing;
  private final Path data;

  StorageOpener(Sealing sealing, @ConfigProperty(name = "imprint.data") Path data) {
    this.sealing = sealing;
    this.data = data;
  }

  /** The folder of this server, which is no storage's but {@code local}'s. */
  Path data() {
    return data;
  }

  /**
   * The storage of a row. A bucket is not asked for yet.
   *
   * @throws Failure.Unavailable when it cannot be opened
   */
  BlobStorage open(StorageRow row, S3Limits limits) {
    if (row.isBucket()) {
      return new S3Storage(row.name(), place(row), limits, row.direct(), data.resolve("spool"));
    }
    Path folder = row.folder() == null ? data.resolve("blobs") : Path.of(row.folder());
    try {
      return new FolderStorage(row.name(), folder);
    } catch (UncheckedIOException failed) {
      throw new Failure.Unavailable(
          "The artifact storage cannot be opened at the moment.",
          Objects.requireNonNullElse(failed.getCause(), failed));
    }
  }

  private S3Place place(StorageRow row) {
    return new S3Place(
        Objects.requireNonNull(row.endpoint()),
        row.region(),
        Objects.requireNonNull(row.bucket()),
        row.prefix(),
        row.accessKey(),
        row.sealedSecret() == null
            ? null
            : sealing.open(HexFormat.of().parseHex(row.sealedSecret()), row.name()));
  }
}
