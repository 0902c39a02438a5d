package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.Spent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing inflates the body of a request, so that a small one is not made a large one. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class CompressedBodyTest {
  private static final long MEGA = 1_000_000;

  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  @Test
  void tenGigabytesInTenMegabytesAreRefusedAsTheyCome() {
    byte[] bomb = bomb();
    assertTrue(bomb.length > 9 * MEGA && bomb.length < 12 * MEGA, () -> "size " + bomb.length);
    List<String> targets =
        List.of(
            "POST /api/2.0/mlflow/experiments/create",
            "POST /api/2.0/mlflow/runs/log-batch",
            "POST /api/v1/projects/default/models",
            "POST " + PartsServer.MPU + "create/" + server.root,
            "POST /ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + server.run + "&path=bomb",
            "PUT " + server.target("bomb"));
    for (String target : targets) {
      Spent.on(() -> assertEquals(415, send(target, bomb).status(), target)).assertLittle(target);
    }
    assertEquals(List.of(), server.names(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "GZIP", "x-gzip", "deflate", "br", "identity, gzip", "nonsense"})
  void anEncodedBodyIsRefusedAndNothingOfItKept(String encoding) {
    byte[] body = "content".getBytes(StandardCharsets.UTF_8);
    server.put("a", "old");
    RawHttp.Answer answer = http.put(server.target("a"), body, "Content-Encoding: " + encoding);
    assertEquals(415, answer.status());
    assertEquals("identity", answer.header("Accept-Encoding"));
    assertEquals("INVALID_PARAMETER_VALUE", answer.json().path("error_code").asText());
    assertTrue(answer.json().path("message").asText().contains("Content-Encoding"));
    assertEquals("old", server.get("a").text());
  }

  @Test
  void aPlainBodyMaySayThatItIsPlain() {
    byte[] body = "content".getBytes(StandardCharsets.UTF_8);
    assertEquals(200, http.put(server.target("a"), body, "Content-Encoding: identity").status());
    RawHttp.Answer answer = http.get(server.target("a"), "Accept-Encoding: gzip, br, deflate");
    assertEquals("content", answer.text());
    assertEquals("", answer.header("Content-Encoding"));
  }

  private RawHttp.Answer send(String target, byte[] bomb) {
    int space = target.indexOf(' ');
    return http.send(
        target.substring(0, space),
        target.substring(space + 1),
        bomb,
        "Content-Type: application/json",
        "Content-Encoding: gzip");
  }

  /** A gzip file of ten gigabytes of zeros, but for the checksum at its end. */
  private static byte[] bomb() {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF});
    byte[] zeros = new byte[(int) MEGA];
    byte[] packed = new byte[10_000];
    try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true)) {
      deflater.setInput(zeros);
      // flushed in full, a block may be repeated as often as one likes
      int size = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH);
      for (int i = 0; i < 10_000; i++) {
        bomb.write(packed, 0, size);
      }
      deflater.finish();
      bomb.write(packed, 0, deflater.deflate(packed));
    }
    bomb.writeBytes(new byte[8]);
    return bomb.toByteArray();
  }
}
