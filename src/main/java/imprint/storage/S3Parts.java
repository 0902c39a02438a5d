package imprint.storage;

import imprint.failure.Failure;
import io.minio.AbortMultipartUploadArgs;
import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.UploadPartArgs;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/** Uploads in parts as S3 has them, to the key itself: the bucket shows nothing until the end. */
final class S3Parts implements PartStorage {
  private static final Logger LOG = Logger.getLogger(S3Parts.class);
  private static final int COMPLETE_ATTEMPTS = 3;

  private final S3Connection connection;
  private final Path spool;

  S3Parts(S3Connection connection, Path spool) {
    this.connection = connection;
    this.spool = spool;
  }

  @Override
  public String begin(UUID key) {
    CreateMultipartUploadArgs args =
        CreateMultipartUploadArgs.builder()
            .bucket(connection.bucket())
            .object(connection.blob(key))
            .build();
    return connection
        .await("written", () -> connection.client().createMultipartUpload(args))
        .result()
        .uploadId();
  }

  @Override
  public String writePart(UUID key, String id, int number, InputStream body, long size) {
    try (Spool part = new Spool(spool)) {
      // One more than announced is asked for, so that a body which is longer is found out.
      boolean longer = part.fill(body, size + 1);
      if (longer || part.size() != size) {
        throw new Failure.Invalid(
            "body", "The part does not have the " + size + " bytes announced. It was not kept.");
      }
      return connection.await("written", () -> send(key, id, number, part));
    }
  }

  /** Begins to send a part; its tag is told when it arrived. */
  CompletableFuture<String> send(UUID key, String id, int number, Spool part) {
    UploadPartArgs args =
        UploadPartArgs.builder()
            .bucket(connection.bucket())
            .object(connection.blob(key))
            .uploadId(id)
            .partNumber(number)
            .file(part.file(), part.size())
            .headers(part.checksums())
            .build();
    return connection.client().uploadPart(args).thenApply(answer -> answer.part().etag());
  }

  @Override
  public long complete(UUID key, String id, List<Part> parts) {
    CompleteMultipartUploadArgs args =
        CompleteMultipartUploadArgs.builder()
            .bucket(connection.bucket())
            .object(connection.blob(key))
            .uploadId(id)
            .maxRetries(COMPLETE_ATTEMPTS)
            .parts(
                parts.stream()
                    .map(part -> new io.minio.messages.Part(part.number(), part.tag()))
                    .toArray(io.minio.messages.Part[]::new))
            .build();
    try {
      var _ = connection.await("written", () -> connection.client().completeMultipartUpload(args));
    } catch (Failure.Invalid refused) {
      // The upload is not known any more once it was completed.
      long done = connection.size(connection.blob(key));
      if (done < 0) {
        throw refused;
      }
      return done;
    }
    long size = connection.size(connection.blob(key));
    if (size < 0) {
      throw S3Faults.unavailable("written", "The bucket did not keep what it said it kept.");
    }
    return size;
  }

  @Override
  public void abort(UUID key, String id) {
    try {
      var _ = connection.await("written", () -> aborted(key, id));
    } catch (Failure.Invalid unknown) {
      // NoSuchUpload: there is nothing to forget
    } catch (Failure.DataLoss unknown) {
      // some servers say that the key is absent instead
    }
  }

  /**
   * Forgets an upload that ended with a failure: at once when the body failed, else without waiting
   * for a server that is ill.
   */
  void abort(UUID key, String id, RuntimeException failed) {
    CompletableFuture<?> aborted =
        aborted(key, id)
            .<Object>handle(
                (answer, fault) -> {
                  if (fault != null) {
                    LOG.warnf(
                        "left behind parts of blob %s of storage %s: %s",
                        key, connection.storage(), S3Faults.words(fault));
                  }
                  return "";
                });
    if (!(failed instanceof Failure.Unavailable)) {
      aborted.join();
    }
  }

  private CompletableFuture<?> aborted(UUID key, String id) {
    return connection
        .client()
        .abortMultipartUpload(
            AbortMultipartUploadArgs.builder()
                .bucket(connection.bucket())
                .object(connection.blob(key))
                .uploadId(id)
                .build());
  }
}
