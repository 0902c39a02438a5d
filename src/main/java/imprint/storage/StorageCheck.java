package imprint.storage;

import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tries a storage as uploads and downloads will use it: writes a small file, reads all and a part
 * of it, and deletes it. A step may take 10 seconds.
 */
@ApplicationScoped
class StorageCheck {
  private static final int SIZE = 1000;
  private static final int OFFSET = 100;
  private static final int LENGTH = 50;
  private static final long STEP_SECONDS = 10;
  private static final Duration VALIDITY = Duration.ofMinutes(1);

  private final StorageOpener opener;

  StorageCheck(StorageOpener opener) {
    this.opener = opener;
  }

  /**
   * How a check ended.
   *
   * @param error why it failed, in one sentence; null when it did not
   * @param warnings what hampers some clients
   */
  record Outcome(@Nullable String error, List<String> warnings) {}

  /** A step that ended badly, with what to tell. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(String told) {
      super(told, null, false, false);
    }
  }

  /**
   * Checks the storage of a row.
   *
   * @param origin of the web pages that will send browsers to the storage, such as {@code
   *     https://imprint.example.org}; null when it is not known
   */
  Outcome run(StorageRow row, @Nullable String origin) {
    // A step that hangs is left alone, so the threads are not waited for.
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      BlobStorage storage =
          step(threads, "The storage cannot be opened", () -> opener.open(row, S3Limits.CHECK));
      tryOut(threads, storage);
      return new Outcome(null, warnings(storage, origin));
    } catch (Failed failed) {
      return new Outcome(String.valueOf(failed.getMessage()), List.of());
    } finally {
      threads.shutdown();
    }
  }

  private static void tryOut(ExecutorService threads, BlobStorage storage) throws Failed {
    UUID key = UUID.randomUUID();
    byte[] bytes = new byte[SIZE];
    ThreadLocalRandom.current().nextBytes(bytes);
    try {
      step(
          threads,
          "A file cannot be written",
          () -> {
            storage.write(key, new ByteArrayInputStream(bytes));
            return "";
          });
      byte[] all = step(threads, "A file cannot be read", () -> read(storage, key, 0, SIZE));
      byte[] part =
          step(
              threads, "A part of a file cannot be read", () -> read(storage, key, OFFSET, LENGTH));
      if (!Arrays.equals(all, bytes)
          || !Arrays.equals(part, Arrays.copyOfRange(bytes, OFFSET, OFFSET + LENGTH))) {
        throw new Failed("The storage gives back other bytes than it was given.");
      }
    } catch (Failed failed) {
      threads.execute(() -> forget(storage, key));
      throw failed;
    }
    step(
        threads,
        "A file cannot be deleted",
        () -> {
          storage.delete(key);
          return "";
        });
  }

  private static byte[] read(BlobStorage storage, UUID key, long offset, int length)
      throws IOException {
    try (InputStream in = storage.read(key, offset, length)) {
      return in.readNBytes(length);
    }
  }

  private static void forget(BlobStorage storage, UUID key) {
    try {
      storage.delete(key);
    } catch (Failure ill) {
      // the check has told what is wrong
    }
  }

  private static <T> T step(ExecutorService threads, String what, Callable<T> work) throws Failed {
    Future<T> running = threads.submit(work);
    try {
      return running.get(STEP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new Failed(what + ". " + words(failed.getCause()));
    } catch (TimeoutException late) {
      running.cancel(true);
      throw new Failed(what + ". The storage does not answer in time.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new Failed(what + ". The check was interrupted.");
    }
  }

  private static String words(@Nullable Throwable thrown) {
    return switch (thrown) {
      case Failure.Unavailable unavailable when unavailable.getCause() instanceof IOException io ->
          FolderFaults.words(io);
      case Failure failure -> failure.text();
      case IOException io -> FolderFaults.words(io);
      case null, default -> "The storage does not answer as it should.";
    };
  }

  /** Whether a page of this origin may reach the bucket by signed URLs. */
  private static List<String> warnings(BlobStorage storage, @Nullable String origin) {
    List<String> warnings = new ArrayList<>();
    Optional<DirectAccess> direct = storage.direct();
    if (origin != null && direct.isPresent() && storage instanceof S3Storage bucket) {
      URI download = direct.get().download(UUID.randomUUID(), "check", VALIDITY);
      URI upload = direct.get().upload(UUID.randomUUID(), VALIDITY);
      if (!admits(bucket, download, "GET", origin) || !admits(bucket, upload, "PUT", origin)) {
        warnings.add(
            "The bucket does not let web pages of "
                + origin
                + " read and write it (CORS). Programs are not concerned; for browsers, allow GET"
                + " and PUT from this origin and expose the header ETag.");
      }
    }
    return warnings;
  }

  private static boolean admits(S3Storage bucket, URI url, String method, String origin) {
    Request preflight =
        new Request.Builder()
            .url(url.toString())
            .method("OPTIONS", null)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
            .build();
    try (Response answer = bucket.connection().http().newCall(preflight).execute()) {
      String allowed = String.valueOf(answer.header("Access-Control-Allow-Origin"));
      return answer.isSuccessful() && (allowed.equals("*") || allowed.equalsIgnoreCase(origin));
    } catch (IOException failed) {
      return false;
    }
  }
}
