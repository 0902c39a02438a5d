package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in parts: whole or not at all, whoever asks how often. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class MultipartTest {
  private static final byte[] ONE = "one ".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two".getBytes(StandardCharsets.UTF_8);

  private Path parts;
  private RawHttp http;
  private PartsServer server;

  @BeforeEach
  void aRun() {
    parts = ConfigProvider.getConfig().getValue("imprint.data", Path.class).resolve("blobs/parts");
    http = new RawHttp();
    server = new PartsServer(http);
  }

  @Test
  void partsSentAtOnceBecomeTheFile() throws Exception {
    List<byte[]> bytes = IntStream.range(0, 12).mapToObj(i -> bytes(700_001 + i, i)).toList();
    PartsServer.Begun begun = server.begin("/d", "big%.bin", bytes.size());
    List<Callable<String>> puts = new ArrayList<>();
    for (int i = 0; i < bytes.size(); i++) {
      int at = i;
      puts.add(() -> server.put(begun.targets().get(at), bytes.get(at)));
    }
    List<String> tags = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> put : threads.invokeAll(puts)) {
        tags.add(put.get());
      }
    }
    assertEquals(404, server.files.get("d/big%25.bin").status());
    assertEquals(List.of(), server.files.names(""));
    RawHttp.Answer completed = server.complete("/d", "big%.bin", begun.id(), tags);
    assertEquals("200 {}", completed.status() + " " + completed.text());
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    bytes.forEach(whole::writeBytes);
    assertArrayEquals(whole.toByteArray(), server.files.get("d/big%25.bin").body());
    assertEquals(List.of("big%.bin"), server.files.names("/d"));
    assertEquals(List.of(), left());
  }

  @Test
  void completingTwiceAnswersTheSameEvenAtOnce() throws Exception {
    PartsServer.Begun begun = server.begin("", "a", 2);
    List<String> tags = sendBoth(begun);
    List<Callable<Integer>> asked = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      asked.add(() -> server.complete("", "a", begun.id(), tags).status());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> status : threads.invokeAll(asked)) {
        assertEquals(200, status.get());
      }
    }
    assertEquals("one two", server.files.get("a").text());
    // Once the file is another's, the upload is forgotten.
    server.files.put("a", "newer");
    assertEquals(404, server.complete("", "a", begun.id(), tags).status());
    assertEquals("newer", server.files.get("a").text());
  }

  @Test
  void theOldFileStaysUntilTheNewOneIsComplete() {
    server.files.put("a", "old");
    PartsServer.Begun begun = server.begin("", "/home/me/a", 2);
    List<String> tags = sendBoth(begun);
    assertEquals("old", server.files.get("a").text());
    assertEquals(200, server.complete("", "/home/me/a", begun.id(), tags).status());
    assertEquals("one two", server.files.get("a").text());
  }

  @Test
  void aWrongTagOrMissingPartChangesNothingAndMayBeMended() {
    PartsServer.Begun begun = server.begin("", "a", 2);
    String first = server.put(begun.targets().get(0), ONE);
    assertEquals(400, server.complete("", "a", begun.id(), List.of(first, first)).status());
    String second = server.put(begun.targets().get(1), TWO);
    for (List<String> tags :
        List.of(List.of(first), List.of(second, first), List.of(first, second, second))) {
      RawHttp.Answer answer = server.complete("", "a", begun.id(), tags);
      assertEquals(400, answer.status(), tags::toString);
      assertEquals("INVALID_PARAMETER_VALUE", answer.json().path("error_code").asText());
    }
    assertEquals(404, server.files.get("a").status());
    String twice = PartsServer.completion("a", begun.id(), List.of(first, second));
    assertEquals(
        400, server.send("complete", "", twice.replace("number\":2", "number\":1")).status());
    assertEquals(
        400, server.send("complete", "", twice.replace("number\":2", "number\":0")).status());
    assertEquals(200, server.complete("", "a", begun.id(), List.of(first, second)).status());
  }

  @Test
  void anUploadBelongsToItsPath() {
    PartsServer.Begun begun = server.begin("/d", "a", 2);
    List<String> tags = sendBoth(begun);
    String other = new PartsServer(http).files.root;
    for (String verb : List.of("complete", "abort")) {
      assertEquals(404, server.send(verb, "/d", named("b", begun.id(), tags)).status());
      assertEquals(404, server.send(verb, "", named("a", begun.id(), tags)).status());
      assertEquals(
          404, server.send(verb, "/d", named("a", UUID.randomUUID().toString(), tags)).status());
      assertEquals(404, server.send(verb, "/d", named("a", "../x", tags)).status());
      RawHttp.Answer elsewhere =
          http.send(
              "POST",
              PartsServer.MPU + verb + "/" + other + "/d",
              named("a", begun.id(), tags).getBytes(StandardCharsets.UTF_8),
              "Content-Type: application/json");
      assertEquals(404, elsewhere.status());
    }
    assertEquals(200, server.complete("/d", "a", begun.id(), tags).status());
  }

  private static String named(String name, String id, List<String> tags) {
    return PartsServer.completion(name, id, tags);
  }

  @Test
  void whatIsAbortedIsGone() throws Exception {
    PartsServer.Begun begun = server.begin("", "a", 2);
    List<String> tags = sendBoth(begun);
    assertEquals(200, server.abort("", "a", begun.id()).status());
    assertEquals(List.of(), left());
    assertEquals(404, server.abort("", "a", begun.id()).status());
    assertEquals(404, server.complete("", "a", begun.id(), tags).status());
    RawHttp.Answer part = http.put(begun.targets().get(0), ONE);
    assertEquals("404 missing", part.status() + " " + part.json().path("type").asText());
    assertEquals(404, server.files.get("a").status());
  }

  @Test
  void aFolderAndAFileOfOneNameExcludeEachOther() {
    PartsServer.Begun begun = server.begin("", "x", 2);
    List<String> tags = sendBoth(begun);
    server.files.put("x/below", "1");
    assertEquals(400, server.complete("", "x", begun.id(), tags).status());
    assertEquals(List.of("below"), server.files.names("/x"));
    assertEquals(200, server.abort("", "x", begun.id()).status());
    assertEquals(400, server.send("create", "", "{\"path\":\"x\",\"num_parts\":1}").status());
    assertEquals(
        400, server.send("create", "/x/below", "{\"path\":\"y\",\"num_parts\":1}").status());
  }

  @Test
  void aCutOrAlteredPartIsRefused() {
    PartsServer.Begun begun = server.begin("", "a", 1);
    String target = begun.targets().getFirst();
    http.cut("PUT", target, "Content-Length: 100\r\n", ONE, true);
    assertEquals(400, http.put(target, ONE, "Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==").status());
    assertEquals(
        400,
        http.exchange(
                "PUT",
                target,
                "Transfer-Encoding: chunked\r\n",
                "1\r\na\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8))
            .status());
    assertEquals(400, server.complete("", "a", begun.id(), List.of("x")).status());
    String tag = server.put(target, ONE);
    assertEquals(200, server.complete("", "a", begun.id(), List.of(tag)).status());
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "10001", "9223372036854775807", "x", "1.5", "null"})
  void theNumberOfPartsIsBounded(String number) {
    String quoted = number.equals("x") ? "\"x\"" : number;
    RawHttp.Answer answer =
        server.send("create", "", "{\"path\":\"a\",\"num_parts\":" + quoted + "}");
    assertEquals(400, answer.status());
    assertTrue(answer.text().contains("num_parts"), answer.text());
  }

  @Test
  void theMostPartsAreTaken() {
    PartsServer.Begun begun = server.begin("", "a", 10_000);
    assertEquals(10_000, begun.targets().size());
    assertEquals(200, server.abort("", "a", begun.id()).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/../../../../x",
        "/%2e%2e",
        "/..%2fx",
        "/d/..",
        "//x",
        "/%2Fetc",
        "/a%00b",
        "/C:%5Cx",
        "/a%0ab",
        "/a%ff",
        "/a%zz",
        "/..%5cx",
        "/."
      })
  void aFolderThatMayLeadElsewhereIsRefusedByEveryEndpoint(String folder) {
    String id = UUID.randomUUID().toString();
    for (String body :
        List.of(
            "create {\"path\":\"a\",\"num_parts\":1}",
            "complete " + PartsServer.completion("a", id, List.of("x")),
            "abort {\"path\":\"a\",\"upload_id\":\"" + id + "\"}")) {
      String[] words = body.split(" ", 2);
      assertEquals(400, server.send(words[0], folder, words[1]).status(), words[0]);
    }
    String presigned = "/api/2.0/mlflow-artifacts/presigned/" + server.files.root + folder;
    assertEquals(400, http.get(presigned).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "d/", "..", "a/..", ".", "x/\\u0000", "C:", "\\u202e"})
  void aNameThatIsNoneIsRefused(String path) {
    assertEquals(
        400, server.send("create", "", "{\"path\":\"" + path + "\",\"num_parts\":1}").status());
  }

  @ParameterizedTest
  @CsvSource({
    "/%2525, a%41, %25/a%41",
    "/a%2Fb, x, a/b/x",
    "/d/, 'x y', d/x y",
    "/semi;colon, 'C:\\\\me\\\\m.bin', semi;colon/m.bin",
    "/b, 'a\\\\b', b/a\\b",
    "/%C3%BC, ../../ü, ü/ü"
  })
  void namesAreDecodedOnce(String folder, String name, String path) {
    PartsServer.Begun begun = server.begin(folder, name, 1);
    String tag = server.put(begun.targets().getFirst(), ONE);
    assertEquals(200, server.complete(folder, name, begun.id(), List.of(tag)).status());
    String encoded =
        java.net.URLEncoder.encode(path, StandardCharsets.UTF_8)
            .replace("%2F", "/")
            .replace("+", "%20");
    assertEquals("one ", server.files.get(encoded).text());
  }

  private List<String> sendBoth(PartsServer.Begun begun) {
    String second = server.put(begun.targets().get(1), TWO);
    return List.of(server.put(begun.targets().get(0), ONE), second);
  }

  /** What this class's upload in two parts or more left; no other class makes such. */
  private List<Path> left() throws Exception {
    try (Stream<Path> files = Files.walk(parts)) {
      return files.filter(file -> file.endsWith("2")).toList();
    }
  }

  private static byte[] bytes(int size, int seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
