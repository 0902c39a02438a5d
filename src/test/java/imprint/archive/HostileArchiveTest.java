package imprint.archive;

import static imprint.archive.SampleArchives.add;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Archives that were made to do harm. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class HostileArchiveTest {
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;

  private ArchiveServer server;

  @BeforeEach
  void aRun() {
    server = new ArchiveServer();
  }

  @Test
  void membersThatLeadElsewhereAreListedAndNotRead() {
    server.put(
        "a.tar",
        SampleArchives.tar(
            true,
            tar -> {
              add(tar, "../up", new byte[1]);
              add(tar, "/absolute", new byte[1]);
              add(tar, "a/../../b", new byte[1]);
              add(tar, "line\nend", new byte[1]);
              add(tar, "C:\\x", new byte[1]);
              SampleArchives.link(tar, "link", "/etc/passwd");
              tar.putArchiveEntry(new TarArchiveEntry("device", TarConstants.LF_CHR));
              tar.closeArchiveEntry();
              add(tar, "good", new byte[1]);
            }));
    Map<String, Boolean> readable = new HashMap<>();
    for (JsonNode member : server.json("members", "path", "a.tar").path("members")) {
      readable.put(member.path("name").asText(), member.path("readable").asBoolean());
    }
    assertEquals(
        Map.of(
            ".%2E%2Fup", false,
            "%2Fabsolute", false,
            "a%2F.%2E%2F.%2E%2Fb", false,
            "line%0Aend", false,
            "C%3A%5Cx", false,
            "link", false,
            "device", false,
            "good", true),
        readable);
    for (String name : readable.keySet()) {
      assertEquals(
          name.equals("good") ? 200 : 501,
          server.get("member", "path", "a.tar", "member", name).statusCode(),
          name);
    }
    assertEquals(400, server.get("member", "path", "a.tar", "member", "../up").statusCode());
  }

  @Test
  void aZipMayHoldTheSameTricks() {
    byte[] zip =
        SampleArchives.zip(
            Zip64Mode.AsNeeded,
            out -> {
              add(out, "../up", new byte[1], false);
              ZipArchiveEntry link = new ZipArchiveEntry("link");
              link.setUnixMode(0120777);
              out.putArchiveEntry(link);
              out.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
              out.closeArchiveEntry();
              add(out, "locked", new byte[1], false);
              add(out, "other", new byte[1], false);
            });
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int locked = central(bytes, 2);
    bytes.putShort(locked + 8, (short) (bytes.getShort(locked + 8) | 1));
    bytes.putShort(central(bytes, 3) + 10, (short) 14);
    server.put("a.zip", zip);
    for (String name : List.of(".%2E%2Fup", "link", "locked", "other")) {
      assertEquals(501, server.get("member", "path", "a.zip", "member", name).statusCode(), name);
    }
  }

  @Test
  void aMemberThatInflatesToMoreThanItSaysIsNeverWhole() {
    for (int told : new int[] {10, 5_000_000}) {
      byte[] zip =
          SampleArchives.zip(Zip64Mode.Never, out -> add(out, "bomb", new byte[20_000_000], true));
      ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(central(bytes, 0) + 24, told);
      server.put("bomb" + told, zip);
      List<String> asked = List.of("path", "bomb" + told, "member", "bomb");
      if (told == 10) {
        assertEquals(400, server.get("member", asked).statusCode());
      } else {
        assertThrows(UncheckedIOException.class, () -> server.get("member", asked));
      }
    }
  }

  @Test
  void aMemberThatInflatesToLessOrToOtherBytesIsNeverWhole() {
    byte[] zip = SampleArchives.zip(Zip64Mode.Never, out -> add(out, "x", new byte[1_000], true));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(central(bytes, 0) + 24, 1_001);
    server.put("less", zip.clone());
    bytes.putInt(central(bytes, 0) + 24, 1_000);
    bytes.putInt(central(bytes, 0) + 16, 1);
    server.put("other", zip.clone());
    Arrays.fill(zip, 31, 36, (byte) 0xFF);
    server.put("noise", zip);
    for (String file : List.of("less", "other", "noise")) {
      HttpResponse<byte[]> answer = server.get("member", "path", file, "member", "x");
      assertEquals(400, answer.statusCode(), file);
    }
  }

  @Test
  void membersThatShareBytesAreRefused() {
    byte[] zip =
        SampleArchives.zip(
            Zip64Mode.Never,
            out -> {
              add(out, "a", new byte[1_000], false);
              add(out, "b", new byte[1_000], false);
            });
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(central(bytes, 1) + 42, 0);
    server.put("a.zip", zip);
    assertMalformed("a.zip", "overlap");
  }

  @Test
  void whatIsCutOffIsRefused() {
    byte[] tar = SampleArchives.tar(true, out -> add(out, "a", new byte[5_000]));
    byte[] zip = SampleArchives.zip(Zip64Mode.Never, out -> add(out, "a", new byte[500], false));
    for (int length : new int[] {700, 5_000, 5_632}) {
      server.put("tar" + length, Arrays.copyOf(tar, length));
      assertMalformed("tar" + length, "cut off");
    }
    for (int length : new int[] {100, zip.length - 30, zip.length - 1}) {
      server.put("zip" + length, Arrays.copyOf(zip, length));
      assertMalformed("zip" + length, "cut off");
    }
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    byte[] tar = SampleArchives.tar(true, out -> add(out, "a", new byte[5_000]));
    byte[] huge = tar.clone();
    Arrays.fill(huge, 124, 136, (byte) 0xFF); // minus one, in GNU's numbers
    server.put("negative", checksummed(huge));
    assertMalformed("negative", "size");
    huge = tar.clone();
    Arrays.fill(huge, 125, 136, (byte) 0);
    huge[124] = (byte) 0x80;
    Arrays.fill(huge, 129, 136, (byte) 0xFF); // 2^56
    server.put("huge", checksummed(huge));
    assertMalformed("huge", "cut off");
    byte[] wide = SampleArchives.zip(Zip64Mode.Always, out -> add(out, "a", new byte[500], false));
    ByteBuffer bytes = ByteBuffer.wrap(wide).order(ByteOrder.LITTLE_ENDIAN);
    int extra = central(bytes, 0) + 46 + 1 + 4;
    bytes.putLong(extra, Long.MIN_VALUE);
    server.put("wide", wide.clone());
    assertMalformed("wide", "too large");
    bytes.putLong(extra, Long.MAX_VALUE);
    bytes.putLong(extra + 8, Long.MAX_VALUE);
    server.put("wider", wide);
    assertMalformed("wider", "too large");
  }

  @Test
  void aTooLongNameIsRefused() {
    String name = "d/".repeat(1_100);
    server.put("tar", SampleArchives.tar(true, out -> add(out, name + "x", new byte[0])));
    server.put("gnu", SampleArchives.tar(false, out -> add(out, name + "x", new byte[0])));
    server.put(
        "zip", SampleArchives.zip(Zip64Mode.Never, out -> add(out, name + "x", new byte[0], true)));
    for (String file : List.of("tar", "gnu", "zip")) {
      assertEquals(413, server.get("members", "path", file).statusCode(), file);
    }
  }

  @Test
  void aZipOfAMillionAndOneMembersIsRefusedAtOnce() {
    byte[] zip = SampleArchives.zip(Zip64Mode.Always, out -> add(out, "a", new byte[1], false));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int end = zip.length - 22;
    assertEquals(END, bytes.getInt(end));
    int wide = end - 20 - 56;
    bytes.putLong(wide + 24, 1_000_001);
    bytes.putLong(wide + 32, 1_000_001);
    bytes.putShort(end + 8, (short) -1);
    bytes.putShort(end + 10, (short) -1);
    server.put("a.zip", zip);
    assertEquals(413, server.get("members", "path", "a.zip").statusCode());
    bytes.putLong(wide + 24, 1_000_000);
    bytes.putLong(wide + 32, 1_000_000);
    server.put("b.zip", zip);
    assertMalformed("b.zip", "fewer members");
  }

  @Test
  void noDamageIsADefectOfTheServer() {
    byte[] tar =
        SampleArchives.tar(
            true,
            out -> {
              add(out, "d/ü" + "n".repeat(150), new byte[700]);
              add(out, "b", new byte[10]);
            });
    byte[] zip =
        SampleArchives.zip(
            Zip64Mode.Always,
            out -> {
              add(out, "ü/a", new byte[700], true);
              add(out, "b", new byte[10], false);
            });
    Random random = new Random(42);
    for (int i = 0; i < 150; i++) {
      byte[] damaged = (i % 2 == 0 ? tar : zip).clone();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      server.put("d", i % 2 == 0 ? checksummed(damaged) : damaged);
      for (HttpResponse<byte[]> answer :
          List.of(
              server.get("members", "path", "d"),
              server.get("member", "path", "d", "member", "b"),
              server.get("preview", "path", "d", "member", "b"))) {
        assertTrue(answer.statusCode() < 500 || answer.statusCode() == 501, "damage " + i);
      }
    }
  }

  private void assertMalformed(String file, String why) {
    HttpResponse<byte[]> answer = server.get("members", "path", file);
    String told = new String(answer.body(), StandardCharsets.UTF_8);
    assertEquals(400, answer.statusCode(), file + told);
    assertTrue(told.contains(why), told);
  }

  /** The position of a record of the central directory. */
  private static int central(ByteBuffer zip, int number) {
    int found = 0;
    for (int at = 0; at < zip.limit() - 4; at++) {
      if (zip.getInt(at) == CENTRAL && found++ == number) {
        return at;
      }
    }
    throw new AssertionError("there is no such record");
  }

  /** The same tar, its first header with the checksum that it then has. */
  private static byte[] checksummed(byte[] tar) {
    Arrays.fill(tar, 148, 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[i] & 0xFF;
    }
    byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, 148, 8);
    return tar;
  }
}
