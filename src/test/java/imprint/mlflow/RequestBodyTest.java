package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a body comes over the wire, it is taken as it was sent. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RequestBodyTest {
  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 65_535, 65_536, 65_537, 1_000_000, 20_000_003})
  void aBodyOfAnySizeIsTaken(int size) {
    byte[] body = bytes(size);
    assertEquals(200, http.put(server.target("sized"), body).status());
    assertArrayEquals(body, server.get("sized").body());
  }

  @Test
  void chunksOfAllSizesAreTaken() throws IOException {
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      byte[] chunk = bytes(i % 5000 == 0 ? 200_000 : 1 + random.nextInt(3));
      framed.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      framed.write(chunk);
      framed.write("\r\n".getBytes(StandardCharsets.UTF_8));
      body.write(chunk);
    }
    framed.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    String head = "Transfer-Encoding: chunked\r\n";
    RawHttp.Answer put = http.exchange("PUT", server.target("chunks"), head, framed.toByteArray());
    assertEquals(200, put.status());
    assertArrayEquals(body.toByteArray(), server.get("chunks").body());
  }

  @Test
  void manyBodiesAtOnceStayApart() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        byte[] body = bytes(2_000_000 + i);
        String name = "at-once-" + i;
        all.add(
            threads.submit(
                () -> {
                  assertEquals(200, http.put(server.target(name), body).status());
                  assertArrayEquals(body, server.get(name).body());
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }

  @Test
  void aSenderThatAwaitsItIsToldToContinue() throws IOException {
    try (Socket socket = http.connect()) {
      String head = "Content-Length: 3\r\nExpect: 100-continue\r\n";
      RawHttp.write(socket, "PUT", server.target("awaited"), head, new byte[0]);
      BufferedReader answers =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      assertEquals("HTTP/1.1 100 Continue", answers.readLine());
      socket.getOutputStream().write("abc".getBytes(StandardCharsets.UTF_8));
      assertEquals("", answers.readLine());
      assertTrue(answers.readLine().startsWith("HTTP/1.1 200 "));
    }
    assertEquals("abc", server.get("awaited").text());
  }

  @Test
  void aRefusedBodyIsReceivedToItsEndWithoutBeingKept() throws IOException {
    byte[] more = new byte[1_000_000];
    try (Socket socket = http.connect()) {
      String head = "Content-Length: 300000000\r\n";
      RawHttp.write(socket, "PUT", ArtifactServer.PROXY + "/a/%2e%2e/b", head, new byte[0]);
      for (int sent = 0; sent < 300; sent++) {
        socket.getOutputStream().write(more);
      }
      assertEquals(400, RawHttp.read(socket, "PUT").status());
    }
  }

  @Test
  void aSilentSenderIsCutOff() throws IOException {
    server.put("silent", "old");
    try (Socket socket = http.connect()) {
      String head = "Content-Length: 200000\r\n";
      RawHttp.write(socket, "PUT", server.target("silent"), head, bytes(100_000));
      long begin = System.nanoTime();
      socket.getInputStream().readAllBytes();
      assertTrue(System.nanoTime() - begin > 9_000_000_000L);
    }
    assertEquals("old", server.get("silent").text());
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
