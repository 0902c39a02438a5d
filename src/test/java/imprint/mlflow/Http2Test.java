package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies over HTTP/2, where several share a connection and one may be given up. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class Http2Test {
  private static final int SIZE = 20_000_003;

  private ArtifactServer server;
  private String url;
  private HttpClient client;

  @BeforeEach
  void aConnection() throws Exception {
    server = new ArtifactServer(new RawHttp());
    URI test = ConfigProvider.getConfig().getValue("test.url", URI.class);
    url = "http://localhost:" + test.getPort();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    // what comes after this request goes over the connection that it made HTTP/2
    HttpRequest first = HttpRequest.newBuilder(URI.create(url + "/version")).build();
    assertEquals(200, send(first).statusCode());
  }

  @AfterEach
  void close() {
    client.shutdownNow();
  }

  @Test
  void aLargeFileComesAndGoesUnchanged() throws Exception {
    byte[] body = bytes(1);
    assertEquals(200, send(put("a", BodyPublishers.ofByteArray(body))).statusCode());
    HttpResponse<byte[]> got = send(get("a").build());
    assertArrayEquals(sha256(body), sha256(got.body()));
    HttpResponse<byte[]> range = send(get("a").header("Range", "bytes=1000000-1999999").build());
    assertEquals(206, range.statusCode());
    assertArrayEquals(Arrays.copyOfRange(body, 1_000_000, 2_000_000), range.body());
  }

  @Test
  void filesOfOneConnectionStayApart() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> puts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      HttpRequest put = put("file-" + i, BodyPublishers.ofByteArray(bytes(i)));
      puts.add(client.sendAsync(put, BodyHandlers.ofByteArray()));
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(200, puts.get(i).get().statusCode());
      byte[] got = send(get("file-" + i).build()).body();
      assertArrayEquals(sha256(bytes(i)), sha256(got));
    }
  }

  @Test
  void anUploadThatIsGivenUpLeavesWhatWasThere() throws Exception {
    server.put("old", "old content");
    for (String name : List.of("old", "new")) {
      InputStream half = new ByteArrayInputStream(bytes(2), 0, SIZE / 2);
      InputStream cut = new SequenceInputStream(half, new Broken());
      HttpRequest put = put(name, BodyPublishers.ofInputStream(() -> cut));
      assertThrows(IOException.class, () -> send(put));
    }
    awaitNothingStaged();
    // the connection goes on to serve others
    byte[] old = send(get("old").build()).body();
    assertEquals("old content", new String(old, StandardCharsets.UTF_8));
    assertEquals(404, send(get("new").build()).statusCode());
    assertEquals(List.of("old"), server.names(""));
  }

  private static final class Broken extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("the sender gives up");
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return read();
    }
  }

  private HttpRequest put(String name, BodyPublisher body) {
    return HttpRequest.newBuilder(URI.create(url + server.target(name))).PUT(body).build();
  }

  private HttpRequest.Builder get(String name) {
    return HttpRequest.newBuilder(URI.create(url + server.target(name)));
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
    HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
    assertEquals(HttpClient.Version.HTTP_2, answer.version());
    return answer;
  }

  private static void awaitNothingStaged() throws Exception {
    Path data = ConfigProvider.getConfig().getValue("imprint.data", Path.class);
    long limit = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < limit) {
      try (Stream<Path> files = Files.list(data.resolve("blobs/staging"))) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("an upload that was given up stays staged");
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[SIZE];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }
}
