package imprint.archive;

import static imprint.archive.SampleArchives.add;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class MembersTest {
  private static final String LONG = "a".repeat(120) + "/" + "b".repeat(120) + "/ünï.txt";
  private static final byte[] LARGE = new byte[1_000_003];

  static {
    new Random(7).nextBytes(LARGE);
    Arrays.fill(LARGE, 100_000, 900_000, (byte) 'x');
  }

  private ArchiveServer server;

  @BeforeEach
  void aRun() {
    server = new ArchiveServer();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void membersOfATarAreListedAndRead(boolean posix) {
    server.put("a.bin", SampleArchives.tar(posix, MembersTest::fill));
    assertEquals(
        List.of("a".repeat(120) + "/", "d-e", "d.txt", "d/", "empty", "twice"),
        server.names("a.bin", ""));
    assertEquals(List.of("deep/", "hollow/", "large"), server.names("a.bin", "d"));
    assertEquals(List.of(), server.names("a.bin", "d/hollow"));
    assertRead("a.bin", "d/large", LARGE);
    assertRead("a.bin", "empty", new byte[0]);
    assertRead("a.bin", "twice", text("the second"));
    assertRead("a.bin", LONG, text("long name"));
    JsonNode file = server.json("members", "path", "a.bin", "folder", "d").path("members").path(2);
    assertEquals(1_000_003, file.path("size").asLong());
    assertEquals("2023-11-14T22:13:20Z", file.path("modified_at").asText());
    assertTrue(file.path("readable").asBoolean());
  }

  private static void fill(TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry root = new TarArchiveEntry("./", true);
    tar.putArchiveEntry(root);
    tar.closeArchiveEntry();
    add(tar, "./d.txt", text("file beside a folder"));
    add(tar, "twice", text("the first"));
    tar.putArchiveEntry(new TarArchiveEntry("d/", true));
    tar.closeArchiveEntry();
    add(tar, "d/large", LARGE);
    add(tar, "d/deep/deeper/x", text("x"));
    tar.putArchiveEntry(new TarArchiveEntry("d/hollow/", true));
    tar.closeArchiveEntry();
    add(tar, "d-e", text("sorts before d/"));
    add(tar, "empty", new byte[0]);
    add(tar, LONG, text("long name"));
    add(tar, "twice", text("the second"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Zip64Mode.class,
      names = {"AsNeeded", "Always"})
  void membersOfAZipAreListedAndRead(Zip64Mode mode) {
    server.put(
        "a.bin",
        SampleArchives.zip(
            mode,
            zip -> {
              add(zip, "d/", new byte[0], false);
              add(zip, "d/stored", LARGE, false);
              add(zip, "d/deflated", LARGE, true);
              add(zip, "empty", new byte[0], true);
              add(zip, "ünïcode", text("name"), true);
              add(zip, "x/y/z", text("nested"), true);
            }));
    assertEquals(List.of("d/", "empty", "x/", "ünïcode"), server.names("a.bin", ""));
    assertEquals(List.of("deflated", "stored"), server.names("a.bin", "d"));
    assertRead("a.bin", "d/stored", LARGE);
    assertRead("a.bin", "d/deflated", LARGE);
    assertRead("a.bin", "empty", new byte[0]);
    assertRead("a.bin", "ünïcode", text("name"));
    assertRead("a.bin", "x/y/z", text("nested"));
  }

  @Test
  void emptyArchivesHaveNoMembers() {
    server.put("tar", SampleArchives.tar(true, tar -> {}));
    server.put("zip", SampleArchives.zip(Zip64Mode.AsNeeded, zip -> {}));
    assertEquals(List.of(), server.names("tar", ""));
    assertEquals(List.of(), server.names("zip", ""));
  }

  @Test
  void whatWasDownloadedAsAnArchiveCanBeLookedInto() {
    server.put("d/e/x", text("one"));
    server.put("d/ü", text("two"));
    for (String format : List.of("tar", "zip")) {
      server.put("copy." + format, server.get("archive", "path", "d", "format", format).body());
      assertEquals(List.of("e/", "ü"), server.names("copy." + format, ""));
      assertRead("copy." + format, "e/x", text("one"));
    }
  }

  @Test
  void pagesContinueWhereTheyEnded() {
    server.put(
        "a.tar",
        SampleArchives.tar(
            true,
            tar -> {
              for (int i = 0; i < 25; i++) {
                add(tar, "d/%02d".formatted(i), text("file"));
                add(tar, "d/%02d.d/x".formatted(i), text("below"));
              }
              add(tar, "d0", text("after d/"));
            }));
    List<String> names = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      JsonNode page =
          server.json(
              "members", "path", "a.tar", "folder", "d", "max_results", "7", "page_token", token);
      page.path("members").forEach(member -> names.add(member.path("name").asText()));
      token = page.path("next_page_token").asText();
      pages++;
    } while (!token.isEmpty());
    assertEquals(8, pages);
    assertEquals(server.names("a.tar", "d").stream().map(n -> n.replace("/", "")).toList(), names);
    assertEquals(50, names.size());
    JsonNode page = server.json("members", "path", "a.tar", "folder", "d", "max_results", "7");
    for (String[] wrong :
        new String[][] {
          {"page_token", page.path("next_page_token").asText()}, // of another folder
          {"page_token", "x"},
          {"max_results", "0"},
          {"max_results", "10001"},
          {"max_results", "ten"},
        }) {
      assertEquals(400, server.get("members", "path", "a.tar", wrong[0], wrong[1]).statusCode());
    }
  }

  @Test
  void aMemberIsAnsweredLikeAFile() {
    server.put(
        "a.zip",
        SampleArchives.zip(
            Zip64Mode.AsNeeded,
            zip -> {
              add(zip, "p.html", text("<script>0123456789</script>"), true);
              add(zip, "q.html", text("<script>0123456789</script>"), false);
            }));
    for (String name : List.of("p.html", "q.html")) {
      List<String> asked = List.of("path", "a.zip", "member", name);
      HttpResponse<byte[]> whole = server.get("member", asked);
      String tag = header(whole, "ETag");
      assertTrue(tag.matches("\"[0-9a-f]{64}-[01]\""), tag);
      assertEquals("text/plain", header(whole, "Content-Type"));
      assertEquals("nosniff", header(whole, "X-Content-Type-Options"));
      assertTrue(header(whole, "Content-Disposition").startsWith("attachment; filename=\"" + name));
      HttpResponse<byte[]> part = server.get("member", asked, "Range", "bytes=8-12");
      assertEquals(206, part.statusCode());
      assertEquals("01234", new String(part.body(), StandardCharsets.UTF_8));
      assertEquals("bytes 8-12/27", header(part, "Content-Range"));
      assertEquals(
          206, server.get("member", asked, "Range", "bytes=8-12", "If-Range", tag).statusCode());
      assertEquals(
          200,
          server.get("member", asked, "Range", "bytes=8-12", "If-Range", "\"x\"").statusCode());
      assertEquals(416, server.get("member", asked, "Range", "bytes=27-").statusCode());
      HttpResponse<byte[]> head = server.head("member", "path", "a.zip", "member", name);
      assertEquals("27", header(head, "Content-Length"));
      assertEquals(tag, header(head, "ETag"));
    }
  }

  @Test
  void whatIsNotThereIsToldApart() {
    server.put("a.tar", SampleArchives.tar(true, tar -> add(tar, "d/x", text("x"))));
    server.put("a.txt", text("no archive, but long enough to hold a header. ".repeat(30)));
    server.put("short", text("x"));
    server.put("none", new byte[0]);
    assertEquals(404, server.get("members", "path", "absent").statusCode());
    assertEquals(404, server.get("members", "path", "a.tar", "folder", "e").statusCode());
    assertEquals(404, server.get("members", "path", "a.tar", "folder", "d/x").statusCode());
    assertEquals(404, server.get("member", "path", "a.tar", "member", "d/y").statusCode());
    assertEquals(400, server.get("member", "path", "a.tar", "member", "d").statusCode());
    assertEquals(400, server.get("member", "path", "a.tar").statusCode());
    for (String file : List.of("a.txt", "short", "none")) {
      assertEquals(400, server.get("members", "path", file).statusCode(), file);
    }
  }

  @Test
  void anArchiveThatIsCompressedAsAWholeIsNotLookedInto() {
    server.put("d/x", text("x"));
    server.put("a.tar.gz", server.get("archive", "path", "d", "format", "tar.gz").body());
    HttpResponse<byte[]> answer = server.get("members", "path", "a.tar.gz");
    assertEquals(501, answer.statusCode());
    assertTrue(new String(answer.body(), StandardCharsets.UTF_8).contains("Store a tar or a zip"));
  }

  @Test
  void manyWhoAskFirstAreAllAnswered() throws Exception {
    server.put(
        "a.tar",
        SampleArchives.tar(
            true,
            tar -> {
              for (int i = 0; i < 20_000; i++) {
                add(tar, "f" + i, new byte[0]);
              }
            }));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<HttpResponse<byte[]>>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> server.get("members", "path", "a.tar")));
      }
      for (Future<HttpResponse<byte[]>> answer : answers) {
        assertEquals(200, answer.get().statusCode());
      }
    }
  }

  private void assertRead(String archive, String member, byte[] content) {
    HttpResponse<byte[]> answer = server.get("member", "path", archive, "member", member);
    assertEquals(200, answer.statusCode(), member);
    assertArrayEquals(content, answer.body(), member);
    if (content.length > 1000) {
      byte[] part =
          server
              .get(
                  "member",
                  List.of("path", archive, "member", member),
                  "Range",
                  "bytes=500000-500009")
              .body();
      assertArrayEquals(Arrays.copyOfRange(content, 500_000, 500_010), part, member);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
