package imprint.mlflow;

import static imprint.mlflow.ArtifactServer.PROXY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
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

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ArtifactProxyTest {
  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRun() {
    http = new RawHttp();
    server = new ArtifactServer(http);
  }

  @Test
  void aFileIsReadAsItWasWritten() {
    byte[] bytes = new byte[3_000_001];
    new Random(1).nextBytes(bytes);
    RawHttp.Answer put = http.put(server.target("d/big.bin"), bytes);
    assertEquals(200, put.status());
    assertEquals("", put.text());
    RawHttp.Answer got = server.get("d/big.bin");
    assertEquals(200, got.status());
    assertTrue(got.whole());
    assertArrayEquals(bytes, got.body());
  }

  @Test
  void anEmptyFileIsAFile() {
    assertEquals(200, server.put("empty", "").status());
    assertEquals(200, http.send("PUT", server.target("unsized"), null).status());
    for (String name : List.of("empty", "unsized")) {
      RawHttp.Answer got = server.get(name);
      assertEquals(200, got.status());
      assertEquals("0", got.header("Content-Length"));
    }
    JsonNode file = server.list(server.root).path("files").path(0);
    assertEquals("{\"path\":\"empty\",\"is_dir\":false}", file.toString());
  }

  @Test
  void aChunkedBodyIsTaken() {
    byte[] chunks = "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    RawHttp.Answer put =
        http.exchange("PUT", server.target("chunked"), "Transfer-Encoding: chunked\r\n", chunks);
    assertEquals(200, put.status());
    assertEquals("abcdefg", server.get("chunked").text());
  }

  @Test
  void anyContentTypeIsTaken() {
    for (String type :
        List.of(
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x")) {
      byte[] body = ("a=b&c " + type).getBytes(StandardCharsets.UTF_8);
      assertEquals(
          200, http.put(server.target("typed"), body, "Content-Type: " + type).status(), type);
      assertArrayEquals(body, server.get("typed").body(), type);
    }
  }

  @Test
  void overwritingReplacesTheContent() {
    server.put("a.txt", "first, and longer");
    server.put("a.txt", "second");
    assertEquals("second", server.get("a.txt").text());
    assertEquals(List.of("a.txt"), server.names(""));
  }

  @Test
  void aDownloadTellsWhatItIsAndThatItIsNotToBeRun() {
    server.put("d/%C3%BC%20%22x%22.html", "<script>");
    RawHttp.Answer got = server.get("d/%C3%BC%20%22x%22.html");
    assertEquals("nosniff", got.header("X-Content-Type-Options"));
    assertEquals("sandbox; default-src 'none'", got.header("Content-Security-Policy"));
    assertEquals("same-origin", got.header("Cross-Origin-Resource-Policy"));
    assertEquals(
        "attachment; filename=\"_ _x_.html\"; filename*=UTF-8''%C3%BC%20%22x%22.html",
        got.header("Content-Disposition"));
    assertEquals("bytes", got.header("Accept-Ranges"));
    assertEquals(
        "\"ad6808a85dd8ccec8ba56c3564e2dfe9df4d99906fbba7a28fcf8f2d0c8d4a50\"".length(),
        got.header("ETag").length());
    assertTrue(got.header("Last-Modified").endsWith("GMT"));
  }

  @ParameterizedTest
  @CsvSource({
    "a.txt, text/plain",
    "MLmodel, text/plain",
    "a.yaml, text/plain",
    "a.json, text/plain",
    "a.html, text/plain",
    "a.svg, text/plain",
    "a.xhtml, text/plain",
    "a.js, text/plain",
    "a.png, image/png",
    "a.pdf, application/pdf",
    "model.pkl, application/octet-stream",
    "html, text/plain",
    "a.b.HTML, text/plain"
  })
  void theContentTypeFollowsTheName(String name, String type) {
    server.put(name, "x");
    assertEquals(type, server.get(name).header("Content-Type").replaceAll(";.*", ""));
  }

  @Test
  void headTellsWhatGetTellsWithoutTheContent() {
    server.put("a.txt", "content");
    RawHttp.Answer head = http.send("HEAD", server.target("a.txt"), null);
    RawHttp.Answer get = server.get("a.txt");
    assertEquals(200, head.status());
    assertEquals("", head.text());
    for (RawHttp.Answer answer : List.of(head, get)) {
      answer.headers().remove("x-request-id"); // each request has its own
    }
    assertEquals(get.headers(), head.headers());
    assertEquals(404, http.send("HEAD", server.target("none"), null).status());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, a, bytes 0-0/10", "bytes=3-5, 206, def, bytes 3-5/10",
    "bytes=7-, 206, hij, bytes 7-9/10", "bytes=7-99, 206, hij, bytes 7-9/10",
    "bytes=-2, 206, ij, bytes 8-9/10", "bytes=-99, 206, abcdefghij, bytes 0-9/10",
    "bytes=10-, 416, '', bytes */10", "bytes=-0, 416, '', bytes */10",
    "bytes=5-3, 200, abcdefghij, ''", "'bytes=0-1,3-4', 200, abcdefghij, ''",
    "lines=0-1, 200, abcdefghij, ''", "bytes=-, 200, abcdefghij, ''",
    "bytes=99999999999999999999-, 200, abcdefghij, ''"
  })
  void aSingleRangeIsAnswered(String range, int status, String body, String contentRange) {
    server.put("a", "abcdefghij");
    RawHttp.Answer got = http.get(server.target("a"), "Range: " + range);
    assertEquals(status, got.status());
    assertEquals(body, status == 416 ? "" : got.text());
    assertEquals(contentRange, got.header("Content-Range"));
  }

  @Test
  void aRangeOfAnotherContentIsAnsweredWithTheWhole() {
    server.put("a", "abcdefghij");
    String tag = server.get("a").header("ETag");
    assertEquals("b", http.get(server.target("a"), "Range: bytes=1-1", "If-Range: " + tag).text());
    server.put("a", "ABCDEFGHIJ");
    RawHttp.Answer got = http.get(server.target("a"), "Range: bytes=1-1", "If-Range: " + tag);
    assertEquals(200, got.status());
    assertEquals("ABCDEFGHIJ", got.text());
  }

  @Test
  void listingTellsNamesKindsAndSizesInOrder() {
    server.put("b.txt", "12345");
    server.put("a/x", "1");
    server.put("a/y/z", "1");
    server.put("a.b", "12");
    assertEquals(
        "{\"files\":[{\"path\":\"a\",\"is_dir\":true},{\"path\":\"a.b\",\"is_dir\":false,\"file_size\":2},"
            + "{\"path\":\"b.txt\",\"is_dir\":false,\"file_size\":5}]}",
        server.list(server.root).toString());
    assertEquals(List.of("x", "y"), server.names("/a"));
    assertEquals(List.of("x", "y"), server.names("/a/"));
    assertEquals("{}", server.list(server.root + "/b.txt").toString());
    assertEquals("{}", server.list(server.root + "/none").toString());
  }

  @Test
  void theListOfARunGivesPathsFromItsRoot() {
    server.put("d/x.json", "12");
    String root = "{\"root_uri\":\"mlflow-artifacts:/" + server.root + "\"";
    String list = "/ajax-api/2.0/mlflow/artifacts/list?run_uuid=" + server.run;
    assertEquals(root + ",\"files\":[{\"path\":\"d\",\"is_dir\":true}]}", http.get(list).text());
    assertEquals(
        root + ",\"files\":[{\"path\":\"d/x.json\",\"is_dir\":false,\"file_size\":2}]}",
        http.get(list + "&path=d").text());
    assertEquals(root + "}", http.get(list + "&path=none").text());
    assertEquals(404, http.get("/api/2.0/mlflow/artifacts/list?run_id=none").status());
    assertEquals(400, http.get("/api/2.0/mlflow/artifacts/list").status());
  }

  @Test
  void theArtifactsOfALoggedModelAreItsOwn() {
    JsonNode info =
        http.post(
                "/api/2.0/mlflow/logged-models",
                "{\"experiment_id\":\"" + server.experiment + "\",\"name\":\"m\"}")
            .path("model")
            .path("info");
    String uri = info.path("artifact_uri").asText();
    String target = PROXY + "/" + uri.substring("mlflow-artifacts:/".length()) + "/d/MLmodel";
    assertEquals(200, http.put(target, new byte[] {'m'}).status());
    assertEquals("m", http.get(target).text());
    String model = "/ajax-api/2.0/mlflow/logged-models/" + info.path("model_id").asText();
    assertEquals(
        "{\"root_uri\":\""
            + uri
            + "\",\"files\":[{\"path\":\"d/MLmodel\",\"is_dir\":false,\"file_size\":1}]}",
        http.get(model + "/artifacts/directories?artifact_directory_path=d").text());
    assertEquals("m", http.get(model + "/artifacts/files?artifact_file_path=d/MLmodel").text());
    assertEquals(400, http.get(model + "/artifacts/files").status());
    assertEquals(
        400, http.get(model + "/artifacts/directories?artifact_directory_path=..").status());
    assertEquals(404, http.get(model + "x/artifacts/directories").status());
    assertEquals(List.of(), server.names(""));
  }

  @Test
  void anArtifactIsDownloadedByItsRun() {
    server.put("d/a%2Bb", "text");
    String target = "/get-artifact?run_id=" + server.run;
    assertEquals("text", http.get(target + "&path=d/a%2Bb").text());
    assertEquals(404, http.get(target + "&path=d/a+b").status());
    assertEquals(400, http.get(target).status());
    assertEquals(400, http.get(target + "&path=d").status());
    assertEquals(404, http.get("/get-artifact?run_uuid=none&path=d").status());
  }

  @Test
  void whatIsNotThereIsNotFound() {
    RawHttp.Answer got = server.get("d/none");
    assertEquals(404, got.status());
    assertEquals("RESOURCE_DOES_NOT_EXIST", got.json().path("error_code").asText());
    assertEquals(
        "No such artifact: '" + server.root + "/d/none'", got.json().path("message").asText());
  }

  @Test
  void deletingTakesAFileOrATreeAndMayBeRepeated() {
    server.put("a", "1");
    server.put("d/x", "1");
    server.put("d/e/y", "1");
    server.put("d.z", "1");
    for (int i = 0; i < 2; i++) {
      RawHttp.Answer deleted = http.delete(server.target("a"));
      assertEquals(200, deleted.status());
      assertEquals("{}", deleted.text());
      assertEquals(200, http.delete(server.target("d")).status());
      assertEquals(List.of("d.z"), server.names(""));
    }
    // clients end the root of a run with a slash
    assertEquals(200, http.delete(server.target("")).status());
    assertEquals(List.of(), server.names(""));
  }

  @Test
  void otherMethodsAreRefused() {
    for (String method : List.of("POST", "PATCH")) {
      assertEquals(405, http.send(method, server.target("x"), new byte[1]).status(), method);
    }
  }
}
