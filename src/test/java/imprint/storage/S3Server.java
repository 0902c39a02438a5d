package imprint.storage;

import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real S3 server, started by the first test of this JVM that asks for it, and ended with the JVM.
 */
public final class S3Server {
  public static final String ACCESS_KEY = "access-of-tests";
  public static final String SECRET_KEY = "a-secret-that-no-answer-may-tell";
  public static final String BUCKET = "imprint-tests";

  /** Kept outside of this class: tests of the whole server load it anew. */
  private static final String ENDPOINT = "imprint.tests.s3-endpoint";

  private static final long STOP_SECONDS = 10;

  private S3Server() {}

  /** The endpoint of the server, which has an empty bucket from the start. */
  public static String endpoint() throws Exception {
    synchronized (System.getProperties()) {
      String running = System.getProperty(ENDPOINT);
      if (running == null) {
        running = start();
        System.setProperty(ENDPOINT, running);
      }
      return running;
    }
  }

  /** The server's bucket, below a prefix. */
  static S3Place place(String prefix) throws Exception {
    return place(endpoint(), prefix);
  }

  /** The same, reached by another way. */
  static S3Place place(String endpoint, String prefix) {
    return new S3Place(endpoint, null, BUCKET, prefix, ACCESS_KEY, SECRET_KEY);
  }

  private static String start() throws Exception {
    Path data = Files.createTempDirectory("imprint-s3");
    int port = freePort();
    ProcessBuilder program =
        new ProcessBuilder(
                "scripts/s3-server/run",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--stop-with",
                Long.toString(ProcessHandle.current().pid()))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    program.environment().put("AWS_ACCESS_KEY_ID", ACCESS_KEY);
    program.environment().put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    Process process = program.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, data)));
    BufferedReader told =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (told.readLine() == null) {
      throw new IllegalStateException("the S3 server did not start");
    }
    String endpoint = "http://127.0.0.1:" + port;
    MinioClient.builder()
        .endpoint(endpoint)
        .credentials(ACCESS_KEY, SECRET_KEY)
        .build()
        .makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
    return endpoint;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void stop(Process process, Path data) {
    process.destroy();
    try {
      process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException failed) {
      System.err.println("left behind " + data + ": " + failed);
    }
  }
}
