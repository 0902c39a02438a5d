package imprint.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArtifactPathTest {
  static Stream<String> literal() {
    return Stream.of(
        "a b",
        "a%20b",
        "a%2520b",
        "a+b",
        "a#b",
        "a?b",
        "a;b=1",
        "a&b",
        "%",
        "x%",
        "ab:c",
        "12:30",
        ".hidden",
        "...",
        "..x",
        "x..",
        "a\\b",
        " ",
        "\u00fc",
        "u\u0308",
        "\ud83e\udd89",
        "file:x",
        "~",
        "x".repeat(255),
        "a/".repeat(63) + "a",
        ("x".repeat(250) + "/").repeat(8) + "y".repeat(40));
  }

  @ParameterizedTest
  @MethodSource("literal")
  void aLiteralNameIsKeptExactly(String name) {
    assertEquals(name, new ArtifactPath(name).text());
  }

  static Stream<String> refused() {
    return Stream.of(
        "..",
        ".",
        "a/..",
        "../a",
        "a/../b",
        "a/./b",
        "/a",
        "//a",
        "a//b",
        "a/",
        "/",
        "a/.",
        "\\a",
        "\\\\host\\share",
        "..\\..\\x",
        "a\\..\\b",
        "C:",
        "C:\\x",
        "C:/x",
        "C:../x",
        "d/C:\\x",
        "c:..\\x",
        "a\0b",
        "a\nb",
        "a\r\nX: 1",
        "a\u007f",
        "a\u0085",
        "a\u202eb",
        "a\u2066b",
        "a\u200fb",
        "a\u2028b",
        "\ud800",
        "x".repeat(256),
        "\u00fc".repeat(128),
        "a/".repeat(64) + "a",
        ("x".repeat(250) + "/").repeat(8) + "y".repeat(41));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aPathThatMayLeadElsewhereIsRefused(String path) {
    Failure.Invalid refused = assertThrows(Failure.Invalid.class, () -> new ArtifactPath(path));
    assertEquals(true, refused.text().startsWith("Invalid path"), refused.text());
  }

  @Test
  void aPathBelowAnotherFollowsIt() {
    assertEquals("d/a%20b", new ArtifactPath("d").resolve(new ArtifactPath("a%20b")).text());
  }

  @Test
  void aFolderMayEndInOneSlash() {
    assertEquals("a/b", ArtifactPath.ofFolder("a/b/").text());
    assertThrows(Failure.Invalid.class, () -> ArtifactPath.ofFolder("a/b//"));
    assertThrows(Failure.Invalid.class, () -> ArtifactPath.ofFolder("/"));
  }

  @Test
  void theRootLeavesAPathAsItIs() {
    assertEquals("a", ArtifactPath.ROOT.resolve(new ArtifactPath("a")).text());
    assertEquals("a", new ArtifactPath("a").resolve(ArtifactPath.ROOT).text());
  }
}
