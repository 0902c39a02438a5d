package imprint.archive;

import static imprint.archive.SampleArchives.add;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class PreviewsTest {
  private ArchiveServer server;

  @BeforeEach
  void aRun() {
    server = new ArchiveServer();
  }

  @Test
  void aTextIsShown() {
    JsonNode shown = preview("MLmodel", text("flavors: {}\n"));
    assertEquals("text", shown.path("kind").asText());
    assertEquals("flavors: {}\n", shown.path("text").asText());
    assertEquals(12, shown.path("size").asInt());
    assertFalse(shown.path("truncated").asBoolean());
    assertEquals("", preview("empty", new byte[0]).path("text").asText("absent"));
  }

  @Test
  void aLongTextIsCutBetweenCharacters() {
    JsonNode shown = preview("long", text("x" + "ü".repeat(100_000)));
    assertEquals("x" + "ü".repeat((64 * 1024 - 1) / 2), shown.path("text").asText());
    assertTrue(shown.path("truncated").asBoolean());
  }

  @Test
  void whatIsNoTextIsBinary() throws IOException {
    assertEquals("binary", preview("a", new byte[] {'a', 0, 'b'}).path("kind").asText());
    assertEquals("binary", preview("b", new byte[] {(byte) 0xC3}).path("kind").asText());
    ByteArrayOutputStream zeros = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(zeros)) {
      gz.write(new byte[10_000_000]);
    }
    assertEquals("binary", preview("zeros.json", zeros.toByteArray()).path("kind").asText());
    assertEquals(
        "binary",
        preview("model.pkl", new byte[] {(byte) 0x80, 4, (byte) 0x95}).path("kind").asText());
  }

  @Test
  void aTableIsShownInRows() {
    JsonNode shown = preview("a.csv", text("a,\"b, \"\"c\"\"\nd\",\r\n\n1,2,\"unended"));
    assertEquals(
        "[[\"a\",\"b, \\\"c\\\"\\nd\",\"\"],[\"\"],[\"1\",\"2\",\"unended\"]]",
        shown.path("rows").toString());
    assertEquals("table", shown.path("kind").asText());
    assertFalse(shown.path("truncated").asBoolean());
    assertEquals("[[\"a\",\"b,c\"]]", preview("a.TSV", text("a\tb,c\n")).path("rows").toString());
  }

  @Test
  void aTableIsBounded() {
    JsonNode rows = preview("rows.csv", text("a,b\n".repeat(101)));
    assertEquals(100, rows.path("rows").size());
    assertTrue(rows.path("truncated").asBoolean());
    JsonNode columns = preview("columns.csv", text(",".repeat(100)));
    assertEquals(100, columns.path("rows").path(0).size());
    assertTrue(columns.path("truncated").asBoolean());
    JsonNode line = preview("line.csv", text("x".repeat(5_000_000)));
    assertEquals("x".repeat(1_000), line.path("rows").path(0).path(0).asText());
    assertEquals(1, line.path("rows").size());
    assertTrue(line.path("truncated").asBoolean());
  }

  @Test
  void aJsonTextIsItsValue() {
    String value = "{\"a\": [1.50, null, \"\\u0000ü\"]}";
    assertEquals("json", preview("a.json", text(value)).path("kind").asText());
    String answer =
        new String(server.get("preview", "path", "a.json").body(), StandardCharsets.UTF_8);
    assertTrue(answer.contains("\"value\":" + value), answer);
    String large = "[" + "1,".repeat(400_000) + "1]";
    assertEquals(400_001, preview("large.json", text(large)).path("value").size());
  }

  @Test
  void whatIsNoJsonTextOrTooDeepOrTooLargeIsText() {
    for (String json :
        new String[] {
          "",
          "{",
          "[1] x",
          "NaN",
          "\uFEFF[]",
          "{'a':1}",
          "[".repeat(65) + "]".repeat(65),
          "[".repeat(100_000),
          "[" + " ".repeat(1024 * 1024) + "]"
        }) {
      assertEquals("text", preview("a.json", text(json)).path("kind").asText());
    }
    assertEquals(
        "json", preview("a.json", text("[".repeat(64) + "]".repeat(64))).path("kind").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "image/png, 60000, 60000, 89504E470D0A1A0A0000000D494844520000EA600000EA60080600000000000000",
    "image/png, 640, 480, 89504E470D0A1A0A0000000D4948445200000280000001E0080600000000000000",
    "image/gif, 640, 480, 4749463839618002E001F70000000000000000000000000000000000000000",
    "image/bmp, 640, 480, 424D000000000000000036000000280000008002000020FEFFFF0100180000",
    "image/webp, 640, 480, 524946460000000057454250565038580A000000100000007F0200DF0100",
    "image/webp, 640, 480, 52494646000000005745425056503820000000003001009D012A8002E001",
    "image/webp, 640, 480, 5249464600000000574542505650384C000000002F7FC277000000000000",
    "image/jpeg, 640, 480, FFD8FFE000104A46494600010100000100010000FFC0001108"
        + "01E00280"
        + "03012200021101031101",
    "image/jpeg, 0, 0, FFD8FFDA00104A46494600010100000100010000FFD90011080000000000",
  })
  void anImageIsItsTypeAndSize(String type, long width, long height, String hex) {
    JsonNode shown = preview("image", HexFormat.of().parseHex(hex));
    assertEquals("image", shown.path("kind").asText(), shown::toString);
    assertEquals(type, shown.path("media_type").asText());
    assertEquals(width, shown.path("width").asLong());
    assertEquals(height, shown.path("height").asLong());
    assertEquals(width == 640, shown.path("showable").asBoolean());
  }

  @Test
  void aMemberOfAnArchiveIsShownToo() {
    server.put(
        "a.zip",
        SampleArchives.zip(
            Zip64Mode.AsNeeded,
            zip -> {
              add(zip, "a.csv", text("1,2"), true);
              add(zip, "huge.csv", ByteBuffer.allocate(50_000_000).array(), true);
            }));
    assertEquals(
        "[[\"1\",\"2\"]]",
        server.json("preview", "path", "a.zip", "member", "a.csv").path("rows").toString());
    JsonNode huge = server.json("preview", "path", "a.zip", "member", "huge.csv");
    assertEquals("binary", huge.path("kind").asText());
    assertEquals(50_000_000, huge.path("size").asLong());
    assertEquals(404, server.get("preview", "path", "a.zip", "member", "b").statusCode());
    assertEquals(404, server.get("preview", "path", "absent").statusCode());
  }

  private JsonNode preview(String name, byte[] content) {
    server.put(name, content);
    return server.json("preview", "path", name);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
