package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class RunUploadTest {
  private static final String UPLOAD = "/ajax-api/2.0/mlflow/upload-artifact";
  private static final int MOST = 10 * 1024 * 1024;

  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  private RawHttp.Answer upload(String query, byte[] body, String... headers) {
    return http.send("POST", UPLOAD + query, body, headers);
  }

  private String of(String path) {
    return "?run_uuid=" + server.run + "&path=" + path;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertRefused(int status, String message, RawHttp.Answer answer) {
    assertEquals(status, answer.status());
    assertEquals(
        status == 404 ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE",
        answer.json().path("error_code").asText());
    assertEquals(message, answer.json().path("message").asText());
  }

  @Test
  void aFileOfTheRunIsWrittenAndReplaced() {
    RawHttp.Answer first = upload(of("d/%C3%BC%20x.json"), bytes("{\"first\":1}"));
    assertEquals(200, first.status());
    assertEquals("", first.text());
    assertEquals("{\"first\":1}", server.get("d/%C3%BC%20x.json").text());
    RawHttp.Answer second =
        upload("?run_id=" + server.run + "&path=d/%C3%BC%20x.json", bytes("second"));
    assertEquals(200, second.status());
    assertEquals("second", server.get("d/%C3%BC%20x.json").text());
    assertEquals(List.of("ü x.json"), server.names("/d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
  void theBodyIsTakenAsItIs(String type) {
    assertEquals(200, upload(of("x"), bytes("a=b&c"), "Content-Type: " + type).status());
    assertEquals("a=b&c", server.get("x").text());
  }

  @Test
  void tenMebibytesAreTakenAndOneByteMoreIsNot() {
    byte[] most = new byte[MOST];
    new Random(1).nextBytes(most);
    assertEquals(200, upload(of("most"), most).status());
    assertArrayEquals(most, server.get("most").body());
    assertRefused(
        400,
        "Artifact size is too large. Max size is 10MB.",
        upload(of("more"), new byte[MOST + 1]));
    assertEquals(List.of("most"), server.names(""));
  }

  @Test
  void aBodyOfUntoldLengthIsStoppedAtTheLimit() {
    String chunk = Integer.toHexString(MOST + 1) + "\r\n" + "x".repeat(MOST + 1) + "\r\n0\r\n\r\n";
    assertRefused(
        400,
        "Artifact size is too large. Max size is 10MB.",
        http.exchange("POST", UPLOAD + of("more"), "Transfer-Encoding: chunked\r\n", bytes(chunk)));
    assertEquals(List.of(), server.names(""));
  }

  @Test
  void anEmptyBodyIsRefusedAndChangesNothing() {
    upload(of("kept"), bytes("kept"));
    assertRefused(400, "Request must specify data.", upload(of("kept"), new byte[0]));
    assertRefused(
        400,
        "Request must specify data.",
        http.exchange(
            "POST", UPLOAD + of("kept"), "Transfer-Encoding: chunked\r\n", bytes("0\r\n\r\n")));
    assertRefused(
        400,
        "Request must specify data.",
        http.exchange("POST", UPLOAD + of("kept"), "", bytes("")));
    assertEquals("kept", server.get("kept").text());
  }

  @Test
  void runAndPathMustBeGiven() {
    assertRefused(400, "Request must specify run_id or run_uuid.", upload("?path=x", bytes("x")));
    assertRefused(
        400, "Request must specify run_id or run_uuid.", upload("?run_uuid=&path=x", bytes("x")));
    assertRefused(400, "Request must specify path.", upload("?run_uuid=" + server.run, bytes("x")));
    assertRefused(400, "Request must specify path.", upload(of(""), bytes("x")));
    assertRefused(404, "Run with id=none not found", upload("?run_uuid=none&path=x", bytes("x")));
    assertEquals(List.of(), server.names(""));
  }

  @ParameterizedTest
  @CsvSource({"../x", "d/../../x", "..%2fx", "/etc/x", "d/"})
  void aPathMustNameAFileBelowTheRun(String path) {
    assertEquals(400, upload(of(path), bytes("x")).status());
    assertEquals(List.of(), server.names(""));
  }

  @Test
  void itIsAPostUnderAjaxApiOnly() {
    assertEquals(405, http.send("PUT", UPLOAD + of("x"), bytes("x")).status());
    String api = "/api/2.0/mlflow/upload-artifact" + of("x");
    assertEquals(404, http.send("POST", api, bytes("x")).status());
  }
}
