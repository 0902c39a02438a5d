package imprint.archive;

import static imprint.archive.SampleArchives.add;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import imprint.Spent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives that grow when they are unpacked: looking into them costs what their bytes cost. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ArchiveBombTest {
  private static final int MEGA = 1_000_000;

  private ArchiveServer server;

  @BeforeEach
  void aRun() {
    server = new ArchiveServer();
  }

  @Test
  void archivesInArchivesAreFilesLikeOthers() {
    byte[] inner = zip("zeros", new byte[50 * MEGA]);
    for (int level = 0; level < 5; level++) {
      byte[] member = inner;
      inner =
          SampleArchives.zip(
              Zip64Mode.AsNeeded,
              zip -> {
                for (int i = 0; i < 16; i++) {
                  add(zip, "level " + i + ".zip", member, true);
                }
              });
    }
    server.put("42.zip", inner);
    // what is measured is not what is compiled first
    server.put("small.zip", zip("zeros", new byte[10]));
    look("small.zip", "zeros");
    Spent.on(
            () -> {
              assertEquals(16, server.names("42.zip", "").size());
              assertEquals("binary", look("42.zip", "level 7.zip").path("kind").asText());
            })
        .assertLittle("an archive of archives");
  }

  @Test
  void aPreviewReadsTheHeadOfWhatInflates() {
    byte[] zeros = new byte[60 * MEGA];
    for (String name : List.of("a.json", "a.csv", "MLmodel", "a.png")) {
      server.put(name + ".zip", zip(name, zeros));
      server.names(name + ".zip", "");
      Spent.on(
              () -> {
                JsonNode shown = look(name + ".zip", name);
                assertEquals("binary", shown.path("kind").asText());
                assertEquals(zeros.length, shown.path("size").asInt());
              })
          .assertLittle(name);
    }
  }

  @Test
  void aCompressedTarIsNotInflated() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gz = new GZIPOutputStream(bytes)) {
      gz.write(new byte[60 * MEGA]);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.put("a.tar.gz", bytes.toByteArray());
    Spent.on(
            () -> {
              assertEquals(501, server.get("members", "path", "a.tar.gz").statusCode());
              JsonNode shown = server.json("preview", "path", "a.tar.gz");
              assertEquals("binary", shown.path("kind").asText());
            })
        .assertLittle("a compressed tar");
  }

  private JsonNode look(String archive, String member) {
    return server.json("preview", "path", archive, "member", member);
  }

  private static byte[] zip(String name, byte[] content) {
    return SampleArchives.zip(Zip64Mode.AsNeeded, zip -> add(zip, name, content, true));
  }
}
