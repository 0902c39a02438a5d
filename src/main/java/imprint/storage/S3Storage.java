package imprint.storage;

import imprint.failure.Failure;
import io.minio.GetObjectArgs;
import io.minio.GetObjectResponse;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Blobs as objects of a bucket: {@code <prefix>blobs/ab/<key>}, where {@code ab} begins the key. A
 * body longer than one part of 16 MiB is sent in parts, of which at most two wait on this machine's
 * disk; one of up to 128 KiB is sent from memory. What is received is verified by the bucket
 * against a SHA-256 or CRC32C that is sent with each part.
 */
final class S3Storage implements BlobStorage {
  private static final Logger LOG = Logger.getLogger(S3Storage.class);
  private static final String ABSENT_BYTES = "The stored bytes of this artifact are incomplete.";
  private static final int IN_MEMORY = 128 * 1024;
  private static final long MEBIBYTE = 1024 * 1024;

  private final S3Connection connection;
  private final S3Parts parts;
  private final Optional<DirectAccess> direct;
  private final Path spool;

  /**
   * The storage of this name in a bucket, to which nothing is said yet.
   *
   * @param direct whether clients may be sent to the bucket itself
   * @param spool the folder where parts of uploads wait
   */
  S3Storage(String name, S3Place place, S3Limits limits, boolean direct, Path spool) {
    this.connection = new S3Connection(name, place, limits);
    this.parts = new S3Parts(connection, spool);
    this.direct = direct ? Optional.of(new S3Direct(connection)) : Optional.empty();
    this.spool = spool;
  }

  /** The bucket beneath, for its check. */
  S3Connection connection() {
    return connection;
  }

  @Override
  public String name() {
    return connection.storage();
  }

  @Override
  public void write(UUID key, InputStream body) {
    byte[] begin = new byte[IN_MEMORY];
    int count = begin(body, begin);
    if (count < IN_MEMORY) {
      put(key, args -> args.data(begin, count));
      return;
    }
    try (Spool first = new Spool(spool)) {
      first.add(begin, count);
      if (first.fill(body, partSize(1))) {
        writeParts(key, body, first);
      } else {
        put(key, args -> args.file(first.file(), first.size()).headers(first.checksums()));
      }
    }
  }

  /** Reads the first bytes of a body into an array; how many they are. */
  static int begin(InputStream body, byte[] begin) {
    try {
      return body.readNBytes(begin, 0, IN_MEMORY);
    } catch (IOException failed) {
      throw S3Faults.unavailable("written", "The body cannot be read: " + failed.getMessage());
    }
  }

  private interface Bytes {
    PutObjectAPIArgs.Builder of(PutObjectAPIArgs.Builder args);
  }

  private void put(UUID key, Bytes bytes) {
    PutObjectAPIArgs args =
        bytes
            .of(
                PutObjectAPIArgs.builder()
                    .bucket(connection.bucket())
                    .object(connection.blob(key))
                    .contentType("application/octet-stream"))
            .build();
    try {
      connection.await("written", () -> connection.client().putObject(args));
    } catch (Failure failed) {
      forget(key);
      throw failed;
    }
  }

  /** Sends one part while the next is read. */
  private void writeParts(UUID key, InputStream body, Spool first) {
    String id = parts.begin(key);
    try (Spool second = new Spool(spool)) {
      List<PartStorage.Part> sent = new ArrayList<>();
      Spool full = first;
      Spool other = second;
      long size = 0;
      boolean more = true;
      while (full.size() > 0) {
        int number = sent.size() + 1;
        CompletableFuture<String> sending = parts.send(key, id, number, full);
        size += full.size();
        if (more) {
          more = filledMeanwhile(sending, other, body, partSize(number + 1));
        } else {
          other.clear();
        }
        sent.add(new PartStorage.Part(number, connection.await("written", () -> sending)));
        Spool empty = full;
        full = other;
        other = empty;
      }
      // A server may say that all is whole when it is not: what counts is what it keeps.
      if (parts.complete(key, id, sent) != size) {
        throw S3Faults.unavailable("written", "The bucket kept another size.");
      }
    } catch (RuntimeException failed) {
      parts.abort(key, id, failed);
      forget(key);
      throw failed;
    }
  }

  /** Fills a part while another is being sent, which is over when this throws. */
  private static boolean filledMeanwhile(
      CompletableFuture<String> sending, Spool next, InputStream body, long limit) {
    try {
      next.clear();
      return next.fill(body, limit);
    } catch (RuntimeException failed) {
      sending.handle((tag, fault) -> "").join();
      throw failed;
    }
  }

  /**
   * Bytes of a part. The first 2,000 are equal, as some servers want all to be, and make 31 GiB;
   * the growth after them lets 10,000 hold 1.5 TiB.
   */
  private static long partSize(int number) {
    if (number > PartStorage.MOST_PARTS) {
      throw new Failure.TooLarge("The file is larger than 1.5 TiB, the most a bucket takes here.");
    }
    return (number <= 2000 ? 16 : number <= 4000 ? 64 : 256) * MEBIBYTE;
  }

  /** Frees what a write that failed may have left, without waiting for a server that is ill. */
  private void forget(UUID key) {
    var _ =
        removal(connection.blob(key))
            .exceptionally(
                fault -> {
                  LOG.warnf(
                      "left behind blob %s of storage %s: %s", key, name(), S3Faults.words(fault));
                  return null;
                });
  }

  @Override
  public InputStream read(UUID key, long offset, long length) {
    if (length == 0) {
      long size = connection.size(connection.blob(key));
      if (size < 0 || size < offset) {
        throw new Failure.DataLoss(ABSENT_BYTES);
      }
      return InputStream.nullInputStream();
    }
    GetObjectArgs args =
        GetObjectArgs.builder()
            .bucket(connection.bucket())
            .object(connection.blob(key))
            .offset(offset)
            .length(length)
            .build();
    GetObjectResponse got = connection.await("read", () -> connection.client().getObject(args));
    try {
      S3Range.require(got.headers(), offset, length);
      return new WholeStream(got, length);
    } catch (Failure wrong) {
      close(got);
      throw wrong;
    }
  }

  private static void close(InputStream got) {
    try {
      got.close();
    } catch (IOException failed) {
      LOG.debugf("an answer cannot be closed: %s", failed);
    }
  }

  @Override
  public void delete(UUID key) {
    var _ = connection.await("written", () -> removal(connection.blob(key)).thenApply(v -> ""));
  }

  private CompletableFuture<Void> removal(String object) {
    return connection
        .client()
        .removeObject(
            RemoveObjectArgs.builder().bucket(connection.bucket()).object(object).build());
  }

  @Override
  public Stream<StoredBlob> list() {
    return new S3Listing(connection)
        .objects(connection.blobs())
        .flatMap(item -> stored(item).stream());
  }

  /** An object as a blob; empty for what lies there without being ours. */
  private Optional<StoredBlob> stored(Item item) {
    return S3Listing.key(item.objectName())
        .filter(key -> connection.blob(key).equals(item.objectName()))
        .map(key -> new StoredBlob(key, item.size(), item.lastModified().toInstant()));
  }

  @Override
  public PartStorage parts() {
    return parts;
  }

  @Override
  public Documents documents() {
    return new S3Documents(connection, spool);
  }

  @Override
  public Leftovers leftovers() {
    return new S3Leftovers(connection, parts);
  }

  @Override
  public Optional<DirectAccess> direct() {
    return direct;
  }
}
