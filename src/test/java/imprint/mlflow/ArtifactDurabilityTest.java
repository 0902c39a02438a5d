package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old or new, whole or not at all, whatever happens to an upload or a download. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ArtifactDurabilityTest {
  private static final int SIZE = 4_000_000;

  private Path blobs;
  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    blobs = ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs");
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  @ParameterizedTest
  @ValueSource(strings = {"closed", "reset", "chunked, closed", "chunked, reset"})
  void aCutUploadLeavesWhatWasThere(String how) throws Exception {
    server.put("old", "old content");
    boolean chunked = how.startsWith("chunked");
    String head = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + SIZE + "\r\n";
    byte[] half = bytes(SIZE / 2, 1);
    byte[] body = chunked ? chunk(half) : half;
    for (String path : List.of("old", "new")) {
      http.cut("PUT", server.target(path), head, body, how.endsWith("reset"));
    }
    awaitNothingStaged();
    assertEquals("old content", server.get("old").text());
    assertEquals(404, server.get("new").status());
    assertEquals(List.of("old"), server.names(""));
  }

  @Test
  void aBodyThatEndsOneByteShortIsNotKept() throws Exception {
    server.put("old", "old content");
    try (Socket socket = http.connect()) {
      RawHttp.write(socket, "PUT", server.target("old"), "Content-Length: 100\r\n", new byte[99]);
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
    }
    awaitNothingStaged();
    assertEquals("old content", server.get("old").text());
  }

  @Test
  void aDigestThatDoesNotFitIsRefused() throws Exception {
    server.put("a", "old");
    byte[] body = "new".getBytes(StandardCharsets.UTF_8);
    String wrong = digest("SHA-256", "other");
    String wrongMd5 = digest("MD5", "other");
    for (String header :
        List.of(
            "Digest: sha-256=" + wrong,
            "Digest: unixsum=30637, sha-256=" + wrong,
            "Content-Digest: sha-256=:" + wrong + ":",
            "Repr-Digest: sha-512=:" + digest("SHA-512", "other") + ":",
            "Content-MD5: " + wrongMd5,
            "Content-MD5: !")) {
      assertEquals(400, http.put(server.target("a"), body, header).status(), header);
      assertEquals("old", server.get("a").text());
    }
    String right = "Digest: sha-256=" + digest("SHA-256", "new");
    String rightMd5 = "Content-MD5: " + digest("MD5", "new");
    assertEquals(200, http.put(server.target("a"), body, right, rightMd5).status());
    assertEquals("new", server.get("a").text());
  }

  @Test
  void aReaderGetsTheWholeOldOrTheWholeNewContent() throws Exception {
    byte[] old = bytes(SIZE, 2);
    byte[] fresh = bytes(SIZE + 1, 3);
    http.put(server.target("a"), old);
    try (Socket reading = http.connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RawHttp.write(reading, "GET", server.target("a"), "", new byte[0]);
      reading.getInputStream().readNBytes(100); // the answer has begun
      List<Future<RawHttp.Answer>> readers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        readers.add(threads.submit(() -> server.get("a")));
      }
      assertEquals(200, http.put(server.target("a"), fresh).status());
      byte[] rest = reading.getInputStream().readAllBytes();
      assertArrayEquals(
          Arrays.copyOfRange(old, 1000, SIZE),
          Arrays.copyOfRange(rest, rest.length - (SIZE - 1000), rest.length));
      for (Future<RawHttp.Answer> reader : readers) {
        RawHttp.Answer got = reader.get();
        assertTrue(got.whole());
        assertTrue(Arrays.equals(old, got.body()) || Arrays.equals(fresh, got.body()));
      }
    }
    assertArrayEquals(fresh, server.get("a").body());
  }

  @Test
  void manyUploadsOfOneNameLeaveOneOfThem() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RawHttp.Answer>> uploads = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] body = bytes(100_000, i);
        uploads.add(threads.submit(() -> http.put(server.target("same"), body)));
      }
      for (Future<RawHttp.Answer> upload : uploads) {
        assertEquals(200, upload.get().status());
      }
    }
    byte[] kept = server.get("same").body();
    assertTrue(
        Stream.iterate(0, i -> i + 1)
            .limit(20)
            .anyMatch(i -> Arrays.equals(kept, bytes(100_000, i))));
  }

  @Test
  void ofAFileAndAFolderOfOneNameSentAtOnceOneIsRefused() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "r" + round;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<RawHttp.Answer> file = threads.submit(() -> server.put(name, "file"));
        Future<RawHttp.Answer> below = threads.submit(() -> server.put(name + "/x/y", "below"));
        List<Integer> statuses =
            Stream.of(file.get().status(), below.get().status()).sorted().toList();
        assertEquals(List.of(200, 400), statuses);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 1_000_000})
  void changedBytesNeverReachARegularEnd(int size) throws Exception {
    byte[] body = bytes(size, 4);
    http.put(server.target("a"), body);
    Path blob = blobOf(body);
    byte[] rotten = body.clone();
    rotten[size / 2] ^= 1;
    Files.write(blob, rotten);
    assertLost(server.get("a"), size);
    Files.write(blob, Arrays.copyOf(body, size - 1));
    assertLost(server.get("a"), size);
    Files.delete(blob);
    assertLost(server.get("a"), size);
    assertLost(http.get(server.target("a"), "Range: bytes=1-2"), size);
    Files.write(blob, body);
    assertArrayEquals(body, server.get("a").body());
  }

  private static void assertLost(RawHttp.Answer got, int size) {
    if (got.status() == 200) {
      assertFalse(got.whole());
      assertTrue(size > 128 * 1024, "a small file is verified before its first byte");
    } else {
      assertEquals(500, got.status());
      assertEquals("DATA_LOSS", got.json().path("error_code").asText());
    }
  }

  private Path blobOf(byte[] body) throws Exception {
    try (Stream<Path> files = Files.walk(blobs)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file)
            && Files.size(file) == body.length
            && Arrays.equals(Files.readAllBytes(file), body)) {
          return file;
        }
      }
    }
    throw new AssertionError("the blob is not in the folder");
  }

  private void awaitNothingStaged() throws Exception {
    long limit = System.nanoTime() + 10_000_000_000L;
    while (System.nanoTime() < limit) {
      try (Stream<Path> files = Files.list(blobs.resolve("staging"))) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
      Thread.sleep(20);
    }
    throw new AssertionError("a cut upload stays staged");
  }

  private static byte[] chunk(byte[] bytes) {
    byte[] head = (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8);
    byte[] chunk = Arrays.copyOf(head, head.length + bytes.length + 2);
    System.arraycopy(bytes, 0, chunk, head.length, bytes.length);
    chunk[chunk.length - 2] = '\r';
    chunk[chunk.length - 1] = '\n';
    return chunk;
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static String digest(String algorithm, String text) throws Exception {
    byte[] digest =
        MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }
}
