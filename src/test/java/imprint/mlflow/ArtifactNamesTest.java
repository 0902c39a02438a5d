package imprint.mlflow;

import static imprint.mlflow.ArtifactServer.PROXY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names byte for byte, and no way out of a run, whatever a target spells. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ArtifactNamesTest {
  private RawHttp http;
  private ArtifactServer server;

  @BeforeEach
  void aRunWithAFile() {
    http = new RawHttp();
    server = new ArtifactServer(http);
    assertEquals(200, server.put("d/a.txt", "own").status());
  }

  static Stream<String> refused() {
    return Stream.of(
        // dot segments
        "../../../../canary.txt",
        "d/../../../../canary.txt",
        "..",
        "../",
        "d/..",
        ".%2e/x",
        "%2e%2e/x",
        "%2e%2e%2fx",
        "..%2f..%2fx",
        ".",
        "%2e",
        "d/./a.txt",
        "d/a.txt/.",
        "../../../../2.0/mlflow/x",
        // absolute, doubled, backslash, drives
        "/etc/passwd",
        "//etc/passwd",
        "%2Fetc%2Fpasswd",
        "..%5c..%5cx",
        "C:%5Cx",
        "C:../x",
        "%5C%5Chost%5Cshare",
        "file:///etc/passwd",
        "d//a.txt",
        "d%2F%2Fa.txt",
        // control and direction, malformed encodings
        "a%00b",
        "a%0ab",
        "a%0d%0aX-Inj:1",
        "a%7f",
        "a%E2%80%AEb",
        "a%ed%a0%80",
        "a%c0%ae",
        "a%ff",
        "a%",
        "a%2",
        "a%zz",
        // sizes
        "x".repeat(256),
        "d/".repeat(70) + "a",
        ("x".repeat(200) + "/").repeat(25) + "a");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aPathThatMayLeadElsewhereIsRefusedByEveryEndpoint(String path) {
    for (String method : List.of("GET", "PUT", "DELETE", "HEAD")) {
      byte @Nullable [] body = method.equals("PUT") ? new byte[] {1} : null;
      // One slash at the end is how clients delete a whole root; elsewhere it is refused too.
      refused(method, http.send(method, server.target(path), body));
    }
    refused("list", http.get(PROXY + "?path=" + server.root + "/" + path));
    refused(
        "list of run",
        http.get("/api/2.0/mlflow/artifacts/list?run_id=" + server.run + "&path=" + path));
    refused("get-artifact", http.get("/get-artifact?run_uuid=" + server.run + "&path=" + path));
    assertEquals(List.of("d"), server.names(""));
    assertEquals("own", server.get("d/a.txt").text());
  }

  private static void refused(String what, RawHttp.Answer answer) {
    assertEquals(400, answer.status(), what + ": " + answer.text());
    assertFalse(answer.headers().containsKey("x-inj"));
    if (!what.equals("HEAD")) {
      assertEquals("INVALID_PARAMETER_VALUE", answer.json().path("error_code").asText(), what);
      assertTrue(answer.json().path("message").asText().startsWith("Invalid path"), answer.text());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..\\..\\x", "C:\\x", "\\\\host\\share"})
  void aRawBackslashIsNoWayOutEither(String path) {
    assertEquals(400, http.get(server.target(path)).status());
    assertEquals(400, http.put(server.target(path), new byte[1]).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..%252f..%252fcanary.txt",
        "%252e%252e/x",
        "..%25252f",
        "a%2525",
        "%25%32%65%25%32%65"
      })
  void aNameEncodedTwiceIsDecodedOnce(String path) {
    assertEquals(404, server.get(path).status());
    assertEquals(200, server.put(path, path).status());
    assertEquals(path, server.get(path).text());
    String first = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
    String once =
        first
            .replace("%25%32%65", "%2e")
            .replace("%2525", "%25~")
            .replace("%252", "%2")
            .replace("%25~", "%25");
    assertTrue(server.names("").contains(once), () -> once + " in " + server.names(""));
  }

  @Test
  void everyOtherNameIsLiteralAndItsOwn() {
    List<String> names =
        List.of(
            "a b",
            "plt[1].png",
            "a%20b",
            "a%2520b",
            "a+b",
            "a#b",
            "a?b",
            "a;b=1",
            "a&b",
            "img%step%20.png",
            "step%23",
            "x%",
            "%",
            "\u00fcn\u00ef.txt",
            "u\u0308ni\u0308.txt",
            "A",
            "a",
            ".hidden",
            "\u2026",
            "x".repeat(255),
            "12:30",
            "a\\b",
            "\ud83e\udd89",
            "'",
            "\"",
            "<b>",
            "~",
            "a=b",
            "[x]",
            "{y}",
            "|",
            "^",
            "`",
            ",");
    for (String name : names) {
      assertEquals(200, server.put("n/" + encoded(name), "content of " + name).status(), name);
    }
    for (String name : names) {
      assertEquals("content of " + name, server.get("n/" + encoded(name)).text());
      assertEquals(
          "content of " + name,
          http.get("/get-artifact?run_id=" + server.run + "&path=n/" + encoded(name)).text());
    }
    List<String> sorted =
        names.stream()
            .sorted((a, b) -> java.util.Arrays.compareUnsigned(utf8(a), utf8(b)))
            .collect(Collectors.toList());
    assertEquals(sorted, server.names("/n"));
  }

  @Test
  void aFileAndAFolderMayNotTakeEachOthersPlace() {
    server.put("f", "file");
    for (String path : List.of("d", "f/x", "f/x/y", "d/a.txt/b")) {
      RawHttp.Answer refused = server.put(path, "x");
      assertEquals(400, refused.status(), path);
      assertEquals("INVALID_PARAMETER_VALUE", refused.json().path("error_code").asText());
    }
    assertEquals(400, server.get("d").status());
    assertEquals(400, server.get("d/").status());
    assertEquals(400, server.put("g/", "x").status());
    assertEquals(400, http.put(PROXY + "/" + server.root, new byte[1]).status());
    assertEquals(400, http.put(PROXY + "/", new byte[1]).status());
    assertEquals(400, http.get(PROXY + "/" + server.root).status());
    assertEquals("own", server.get("d/a.txt").text());
    assertEquals("file", server.get("f").text());
  }

  @Test
  void aRootIsThatOfTheRunOnlyInItsExperiment() {
    String other = new ArtifactServer(http).experiment;
    String wrong = PROXY + "/" + other + "/" + server.run + "/artifacts/d/a.txt";
    assertEquals(404, http.get(wrong).status());
    assertEquals(200, http.put(wrong, new byte[] {'p'}).status());
    assertEquals("p", http.get(wrong).text());
    assertEquals("own", server.get("d/a.txt").text());
    assertEquals(200, http.delete(wrong).status());
    assertEquals("own", server.get("d/a.txt").text());
  }

  @Test
  void aPathUnderNoRootBelongsToTheProject() {
    String folder = "shared-" + server.run;
    assertEquals(200, http.put(PROXY + "/" + folder + "/x/y.txt", new byte[] {'y'}).status());
    assertEquals(
        "y", http.get("/ajax-api" + PROXY.substring(4) + "/" + folder + "/x/y.txt").text());
    assertEquals("{\"files\":[{\"path\":\"x\",\"is_dir\":true}]}", server.list(folder).toString());
    String top = http.get(PROXY).text();
    assertTrue(top.contains("\"" + folder + "\""), top);
    assertFalse(top.contains("\"" + server.experiment + "\""), top);
  }

  @Test
  void deletingAboveARootTouchesNoRun() {
    for (String path : List.of("", ".", "%2e", "./.", ".//", "/")) {
      assertEquals(400, http.delete(PROXY + "/" + path).status(), path);
    }
    assertEquals(200, http.delete(PROXY + "/" + server.experiment).status());
    assertEquals(200, http.delete(PROXY + "/" + server.experiment + "/" + server.run).status());
    assertEquals("own", server.get("d/a.txt").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%61pi/2.0/mlflow-artifacts/artifacts/x",
        "//api/2.0/mlflow-artifacts/artifacts/x",
        "/api/2.0/./mlflow-artifacts/artifacts/x",
        "/api;x=1/2.0/mlflow-artifacts/artifacts/x",
        "/x/../api/2.0/mlflow-artifacts/artifacts/x"
      })
  void anotherSpellingOfTheEndpointIsNoWayIn(String target) {
    int status = http.put(target, new byte[1]).status();
    assertTrue(status == 400 || status == 404 || status == 405, target + ": " + status);
    assertEquals(404, http.get(PROXY + "/x").status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/2.0/mlflow-artifacts/../mlflow/experiments/get?experiment_id=0",
        "/api/2.0/mlflow-artifacts/artifacts/../../mlflow/experiments/get?experiment_id=0",
        "/api/2.0/mlflow-artifacts/artifacts/%2e%2e/%2e%2e/mlflow/experiments/get?experiment_id=0"
      })
  void noOtherEndpointIsReachedThroughTheProxy(String target) {
    assertEquals(400, http.get(target).status());
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
