package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.secret.ServerKey;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed URLs: what they give, and that they give nothing else. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class PresignedTest {
  private static final String ARTIFACTS = "/api/2.0/mlflow/artifacts/";

  @Inject ServerKey key;

  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  private RawHttp.Answer presigned(String encodedPath) {
    return http.get("/api/2.0/mlflow-artifacts/presigned/" + server.root + "/" + encodedPath);
  }

  private RawHttp.Answer ask(String endpoint, String json) {
    return http.send(
        "POST",
        ARTIFACTS + endpoint,
        json.getBytes(StandardCharsets.UTF_8),
        "Content-Type: application/json");
  }

  private String uploadTarget(String path) {
    RawHttp.Answer answer =
        ask(
            "presigned-upload-url",
            "{\"run_id\":\"" + server.run + "\",\"path\":\"" + path + "\"}");
    assertEquals(200, answer.status(), answer.text());
    assertTrue(answer.json().path("headers").isObject());
    return PartsServer.targetOf(answer.json().path("presigned_url").asText());
  }

  private String downloadTarget(String encodedPath) {
    return PartsServer.targetOf(presigned(encodedPath).json().path("url").asText());
  }

  @Test
  void aFileIsDownloadedInRanges() {
    byte[] bytes = new byte[1_000_003];
    new Random(3).nextBytes(bytes);
    http.put(server.target("d/%C3%BC%20%26+.bin"), bytes);
    JsonNode file = presigned("d/%C3%BC%20%26+.bin").json();
    assertEquals(bytes.length, file.path("file_size").asLong());
    String target = PartsServer.targetOf(file.path("url").asText());
    assertArrayEquals(bytes, http.get(target).body());
    RawHttp.Answer range = http.get(target, "Range: bytes=500000-1000002");
    assertEquals(206, range.status());
    assertArrayEquals(Arrays.copyOfRange(bytes, 500_000, bytes.length), range.body());
    assertEquals(
        "attachment; filename=\"_ &+.bin\"; filename*=UTF-8''%C3%BC%20&+.bin",
        range.header("Content-Disposition"));
  }

  @Test
  void aUrlGivesTheContentItWasMadeFor() {
    server.put("a", "first");
    String target = downloadTarget("a");
    server.put("a", "second");
    assertEquals("first", http.get(target).text());
    assertEquals("second", http.get(downloadTarget("a")).text());
  }

  @Test
  void anEmptyFileHasASizeToo() {
    server.put("empty", "");
    assertEquals("0", presigned("empty").json().path("file_size").toString());
    assertEquals("", http.get(downloadTarget("empty")).text());
  }

  @Test
  void whatIsNoFileHasNoUrl() {
    server.put("d/a", "x");
    assertEquals(404, presigned("none").status());
    assertEquals(400, presigned("d").status());
    assertEquals(400, presigned("").status());
  }

  @Test
  void aRangeOfAllThatWasStoredIsVerified() throws Exception {
    server.put("small", "right bytes");
    String target = downloadTarget("small");
    Path blobs = ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs");
    String blob = target.substring(target.indexOf("downloads/") + 10, target.indexOf('?'));
    Files.writeString(blobs.resolve(blob.substring(0, 2)).resolve(blob), "wrong bytes");
    RawHttp.Answer range = http.get(target, "Range: bytes=0-10");
    assertTrue(range.status() == 500 || !range.whole(), range.text());
    assertTrue(!range.text().contains("wrong"), range.text());
  }

  @Test
  void aFileIsUploadedOnceUnderItsUrl() {
    String target = uploadTarget("d/ü.txt");
    assertEquals(404, server.get("d/%C3%BC.txt").status());
    RawHttp.Answer put = http.put(target, "content".getBytes(StandardCharsets.UTF_8));
    assertEquals("200 ", put.status() + " " + put.text());
    assertEquals("content", server.get("d/%C3%BC.txt").text());
    assertEquals(404, http.put(target, new byte[] {'x'}).status());
    assertEquals("content", server.get("d/%C3%BC.txt").text());
  }

  @Test
  void aCutOrAlteredUploadLeavesTheUrlUsable() {
    String target = uploadTarget("a");
    byte[] body = "content".getBytes(StandardCharsets.UTF_8);
    http.cut("PUT", target, "Content-Length: 100\r\n", body, true);
    assertEquals(400, http.put(target, body, "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==").status());
    assertEquals(404, server.get("a").status());
    assertEquals(200, http.put(target, body).status());
  }

  @Test
  void anUploadToWhatBecameAFolderIsRefused() {
    String target = uploadTarget("x");
    server.put("x/below", "1");
    assertEquals(409, http.put(target, new byte[] {1}).status());
    assertEquals(List.of("below"), server.names("/x"));
    assertEquals(
        400,
        ask("presigned-upload-url", "{\"run_id\":\"" + server.run + "\",\"path\":\"x\"}").status());
  }

  @Test
  void aLoggedModelTakesUploadsToo() {
    JsonNode info =
        http.post(
                "/api/2.0/mlflow/logged-models",
                "{\"experiment_id\":\"" + server.experiment + "\",\"name\":\"m\"}")
            .path("model")
            .path("info");
    String id = info.path("model_id").asText();
    RawHttp.Answer answer =
        ask("presigned-upload-url", "{\"model_id\":\"" + id + "\",\"path\":\"MLmodel\"}");
    String target = PartsServer.targetOf(answer.json().path("presigned_url").asText());
    assertEquals(200, http.put(target, new byte[] {'m'}).status());
    String files = "/ajax-api/2.0/mlflow/logged-models/" + id + "/artifacts/files";
    assertEquals("m", http.get(files + "?artifact_file_path=MLmodel").text());
  }

  @Test
  void aFileOfARunIsDownloadedUnderItsUrl() {
    server.put("d/a.txt", "content");
    JsonNode answer =
        ask(
                "presigned-download-url",
                "{\"run_id\":\"" + server.run + "\",\"path\":\"d/a.txt\",\"expiration\":3600}")
            .json();
    assertEquals(7, answer.path("file_size").asInt());
    assertEquals(
        "content", http.get(PartsServer.targetOf(answer.path("presigned_url").asText())).text());
  }

  @ParameterizedTest
  @CsvSource({
    "presigned-upload-url, '\"path\":\"a\"', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\"', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"model_id\":\"m\",\"path\":\"a\"', 400",
    "presigned-upload-url, '\"run_id\":\"none\",\"path\":\"a\"', 404",
    "presigned-upload-url, '\"model_id\":\"m-none\",\"path\":\"a\"', 404",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"../a\"', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"/a\"', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"d/\"', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"a\",\"expiration\":0', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"a\",\"expiration\":3601', 400",
    "presigned-upload-url, '\"run_id\":\"RUN\",\"path\":\"a\",\"expiration\":1', 200",
    "presigned-download-url, '\"run_id\":\"RUN\"', 400",
    "presigned-download-url, '\"path\":\"file\"', 400",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"file\"', 200",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"none\"', 404",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"..\"', 400",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"file\",\"expiration\":-1', 400",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"file\",\"expiration\":3601', 400",
    "presigned-download-url, '\"run_id\":\"RUN\",\"path\":\"file\",\"expiration\":9223372036854775807', 400",
    "presigned-download-url, '\"run_id\":\"none\",\"path\":\"file\"', 404"
  })
  void whatIsAskedIsChecked(String endpoint, String fields, int status) {
    server.put("file", "x");
    RawHttp.Answer answer = ask(endpoint, "{" + fields.replace("RUN", server.run) + "}");
    assertEquals(status, answer.status(), answer.text());
    if (status == 400 && fields.contains("expiration")) {
      assertTrue(answer.text().contains("expiration"));
    }
  }

  @Test
  void anAlteredUrlIsForbidden() {
    server.put("a.txt", "content");
    server.put("b.txt", "other");
    String download = downloadTarget("a.txt");
    String other = downloadTarget("b.txt");
    String signature = download.substring(download.indexOf("signature=") + 10);
    String upload = uploadTarget("c");
    PartsServer.Begun parts = new PartsServer(http).begin("", "p", 2);
    String part = parts.targets().getFirst();
    Stream.of(
            download.replace(signature, ""),
            download.replace("signature=" + signature, ""),
            download.replace("&signature=" + signature, "&Signature=" + signature),
            download.replace(signature, signature.substring(0, 63)),
            download.replace(signature, signature + "0"),
            download.replace(signature, signature.toUpperCase(java.util.Locale.ROOT) + "A"),
            download.replace(signature, flipped(signature)),
            download.replace("name=a.txt", "name=a.html"),
            download.replace("name=a.txt", "name="),
            download.replace("name=a.txt&", ""),
            download.replace("name=a.txt", "name=x&name=a.txt"),
            download.replaceAll("expires=\\d", "expires=9"),
            download.replaceAll("expires=", "expires=0"),
            download.replaceAll("expires=\\d+", "expires=9223372036854775807"),
            download.replaceAll("expires=\\d+", "expires=x"),
            download.replaceAll("expires=\\d+&", ""),
            download.substring(0, download.indexOf('?')),
            download.substring(0, download.indexOf('?')) + other.substring(other.indexOf('?')),
            download.replaceAll("downloads/[^?]+", "downloads/" + UUID.randomUUID()),
            download.replace("downloads/", "downloads/x"))
        .forEach(target -> assertForbidden("GET", target));
    assertForbidden("HEAD", download);
    assertForbidden("PUT", part.replace("/1?", "/2?"));
    assertForbidden("PUT", part.replace("/1?", "/01?"));
    assertForbidden("PUT", upload.replace("/uploads/", "/parts/").replace("?", "/1?"));
    assertForbidden("PUT", upload.replaceAll("uploads/[^?]+", "uploads/" + parts.id()));
    assertForbidden("PUT", part.replace("?", "?name=x&"));
    for (String method : List.of("PUT", "POST", "DELETE")) {
      assertEquals(405, http.send(method, download, new byte[1]).status(), method);
    }
    assertEquals(405, http.get(upload).status());
    assertEquals("content", http.get(download).text());
    assertEquals(200, http.put(part, new byte[1]).status());
    assertEquals(200, http.put(upload, new byte[1]).status());
  }

  private static String flipped(String signature) {
    return (signature.charAt(0) == '0' ? '1' : '0') + signature.substring(1);
  }

  private void assertForbidden(String method, String target) {
    byte[] body = method.equals("PUT") ? new byte[1] : null;
    RawHttp.Answer answer = http.send(method, target, body);
    assertEquals(403, answer.status(), method + " " + target + ": " + answer.text());
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, -1, 0})
  void anExpiredUrlIsForbidden(long seconds) throws Exception {
    server.put("a", "content");
    String path = downloadTarget("a").replaceAll("\\?.*", "");
    assertForbidden("GET", signed(path, Instant.now().getEpochSecond() + seconds));
    assertEquals("content", http.get(signed(path, Instant.now().getEpochSecond() + 60)).text());
  }

  /** A URL signed as the server signs, to the letter. */
  private String signed(String path, long expires) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.derive("signed-urls"), "HmacSHA256"));
    String text = "GET\n" + path + "\n" + expires + "\nx.txt";
    String signature = HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    return path + "?name=x.txt&expires=" + expires + "&signature=" + signature;
  }
}
