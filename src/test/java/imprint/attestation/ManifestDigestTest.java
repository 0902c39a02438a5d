package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestDigestTest {
  /** As Python sorts them as pure POSIX paths: by component, then by code point. */
  private static final List<String> SORTED =
      List.of(
          "A",
          "B/z",
          "a/b/c",
          "a/b-c",
          "a b/c",
          "a-b",
          "a.b",
          "a0",
          "aa",
          "b",
          "x\uFF5E",
          "x\uD83D\uDE00",
          "z/\u00E4",
          "z/\u65E5\u672C",
          "z-",
          "\u00E4");

  @Test
  void namesAreSortedByComponentAndCodePoint() {
    for (int seed = 0; seed < 50; seed++) {
      List<String> shuffled = new ArrayList<>(SORTED);
      Collections.shuffle(shuffled, new Random(seed));
      shuffled.sort(ManifestFile.BY_NAME);
      assertEquals(SORTED, shuffled);
    }
  }

  @Test
  void theDigestIsOfTheDigestsInTheOrderOfNames() {
    ManifestFile first = file("a/b", "1");
    ManifestFile second = file("a-b", "2");
    String wanted = sha256(HexFormat.of().parseHex(first.sha256() + second.sha256()));
    assertEquals(wanted, ManifestDigest.of(List.of(first, second)).hex());
    assertEquals(wanted, ManifestDigest.of(List.of(second, first)).hex());
  }

  @Test
  void noFilesHaveTheDigestOfNothing() {
    assertEquals(sha256(new byte[0]), ManifestDigest.of(List.of()).hex());
  }

  @Test
  void aNameStandsForOneFile() {
    assertThrows(
        Failure.Invalid.class, () -> ManifestDigest.of(List.of(file("a", "1"), file("a", "2"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", ".", "./a", "a/..", "../a", "a/./b", "a\0b"})
  void aNameThatIsNoRelativePathIsRefused(String name) {
    assertEquals("name", assertThrows(Failure.Invalid.class, () -> file(name, "content")).field());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "..a", "a..", "a\\b", "\u00E4", "-", "a:b", "...", "~"})
  void aNameIsTakenAsItIs(String name) {
    assertEquals(name, file(name, "content").name());
  }

  @Test
  void aDigestHas64LowerCaseDigits() {
    String right = "0123456789abcdef".repeat(4);
    assertEquals(right, new ManifestFile("a", right, 0).sha256());
    for (String wrong :
        List.of("", right + "00", right.substring(2), right.replace("a", "A"), "g".repeat(64))) {
      assertThrows(Failure.Invalid.class, () -> new ManifestFile("a", wrong, 0));
    }
    assertThrows(Failure.Invalid.class, () -> new ManifestFile("a", right, -1));
  }

  static ManifestFile file(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new ManifestFile(name, sha256(bytes), bytes.length);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(ManifestDigest.sha256().digest(bytes));
  }
}
