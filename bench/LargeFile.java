import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends files of so many bytes through the artifact proxy of a server and fetches them again, and compares SHA-256.
 * The content is made on the way, so nothing is read from a disk. Usage: LargeFile URL BYTES [FILES]
 */
class LargeFile {
  private static final String PROXY = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int BLOCK = 1 << 20;

  public static void main(String... arguments) throws Exception {
    String url = arguments[0];
    long size = Long.parseLong(arguments[1]);
    int files = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
    String root = newRoot(url);
    List<String> sent = new ArrayList<>();
    List<String> received = new ArrayList<>();
    double up = each(files, i -> put(url + PROXY + root + "/large-" + i, size, i), sent);
    double down = each(files, i -> get(url + PROXY + root + "/large-" + i), received);
    if (!sent.equals(received)) {
      System.out.println("SHA-256 differs: " + sent + " sent, " + received + " received");
      System.exit(1);
    }
    double mega = (double) size * files / 1e6;
    System.out.printf(
        Locale.ROOT, "%d x %d bytes: up %.0f MB/s, down %.0f MB/s, SHA-256 equal%n", files, size, mega / up, mega / down);
  }

  private interface Work {
    String run(int file) throws IOException;
  }

  /** Runs the work for all files at once and returns the seconds it took. */
  private static double each(int files, Work work, List<String> digests) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(files)) {
      long began = System.nanoTime();
      List<Future<String>> running = new ArrayList<>();
      for (int i = 0; i < files; i++) {
        int file = i;
        running.add(threads.submit((Callable<String>) () -> work.run(file)));
      }
      for (Future<String> one : running) {
        digests.add(one.get());
      }
      return (System.nanoTime() - began) / 1e9;
    }
  }

  /** The path of the root of a new run. */
  private static String newRoot(String url) throws IOException {
    HttpURLConnection call = open(url + "/api/2.0/mlflow/runs/create");
    call.setRequestMethod("POST");
    call.setRequestProperty("Content-Type", "application/json");
    call.setDoOutput(true);
    call.getOutputStream().write("{\"experiment_id\":\"0\"}".getBytes(StandardCharsets.UTF_8));
    String answer = new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String uri = answer.replaceAll("(?s).*\"artifact_uri\"\\s*:\\s*\"([^\"]*)\".*", "$1");
    return uri.replaceFirst("^mlflow-artifacts:/*", "");
  }

  private static String put(String url, long size, int seed) throws IOException {
    HttpURLConnection call = open(url);
    call.setRequestMethod("PUT");
    call.setDoOutput(true);
    call.setFixedLengthStreamingMode(size);
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    new SplittableRandom(seed).nextBytes(block);
    try (OutputStream out = call.getOutputStream()) {
      long number = 0;
      for (long left = size; left > 0; left -= Math.min(left, BLOCK)) {
        // no two blocks are equal, and making them costs next to nothing
        for (int i = 0; i < Long.BYTES; i++) {
          block[i] = (byte) (number >>> (8 * i));
        }
        number++;
        int count = (int) Math.min(left, BLOCK);
        digest.update(block, 0, count);
        out.write(block, 0, count);
      }
    }
    if (call.getResponseCode() != 200) {
      throw new IOException("PUT answered " + call.getResponseCode());
    }
    call.getInputStream().readAllBytes();
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String get(String url) throws IOException {
    MessageDigest digest = sha256();
    byte[] block = new byte[BLOCK];
    try (InputStream in = open(url).getInputStream()) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static HttpURLConnection open(String url) throws IOException {
    HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
    call.setReadTimeout(600_000);
    return call;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (java.security.NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
