package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semver4j.Semver;

class SemanticVersionTest {
  private static final int PAIRS = 10_000;

  /** The chain of semver.org, item 11, and what surrounds it. */
  @Test
  void precedenceIsThatOfSemverOrg() {
    List<SemanticVersion> chain =
        List.of(
                "0.0.0-0",
                "0.0.0",
                "1.0.0-0",
                "1.0.0-2",
                "1.0.0-10",
                "1.0.0--",
                "1.0.0-1a",
                "1.0.0-ALPHA",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-alpha0",
                "1.0.0-beta",
                "1.0.0-beta.2",
                "1.0.0-beta.11",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.1-a",
                "1.0.1",
                "1.2.0",
                "1.10.0",
                "2.0.0",
                "10.0.0",
                "2147483647.0.0")
            .stream()
            .map(SemanticVersion::new)
            .toList();
    for (int i = 0; i < chain.size(); i++) {
      for (int j = 0; j < chain.size(); j++) {
        assertEquals(
            Integer.signum(Integer.compare(i, j)),
            Integer.signum(chain.get(i).compareTo(chain.get(j))),
            chain.get(i) + " and " + chain.get(j));
      }
    }
  }

  @Test
  void anyTwoAreOrderedAsTheLibraryOrdersThem() {
    SampleVersions samples = new SampleVersions(1);
    for (int i = 0; i < PAIRS; i++) {
      String one = samples.version();
      // Mostly of the same three numbers, so that what follows them decides.
      String other =
          i % 4 == 0 ? samples.version() : one.replaceFirst("[-+].*", "") + samples.suffix();
      int ours = Integer.signum(new SemanticVersion(one).compareTo(new SemanticVersion(other)));
      assertEquals(
          Integer.signum(new Semver(one).compareTo(new Semver(other))), ours, one + " " + other);
    }
  }

  @Test
  void buildMetadataMakesNoOther() {
    assertTrue(new SemanticVersion("1.2.3+a").isSameAs(new SemanticVersion("1.2.3+b.1")));
    assertEquals("1.2.3+a", new SemanticVersion("1.2.3+a").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "v1.2.3",
        " 1.2.3",
        "1.2.3 ",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3-a..b",
        "01.2.3",
        "1.2.3+",
        "1.2.3-é",
        "1.2.99999999999",
        "1.2.3\n",
        "1.2.3.4",
        "a",
        "١.٢.٣"
      })
  void whatIsNoneIsRefusedNamingTheField(String text) {
    Failure.Invalid refused =
        assertThrows(
            Failure.Invalid.class, () -> SemanticVersion.parse("tags.imprint.semver", text));
    assertEquals("tags.imprint.semver", refused.field());
  }

  @Test
  void aLongOneIsRefused() {
    assertTrue(SemanticVersion.of("1.0.0-" + "a".repeat(194)).isPresent());
    assertTrue(SemanticVersion.of("1.0.0-" + "a".repeat(195)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.3, MAJOR, 2.0.0",
    "1.2.3, MINOR, 1.3.0",
    "1.2.3, PATCH, 1.2.4",
    "1.2.3-rc.1+b, MINOR, 1.3.0",
    "0.0.9, PATCH, 0.0.10"
  })
  void aBumpRaisesOneNumber(String text, Bump bump, String next) {
    assertEquals(next, new SemanticVersion(text).next(bump).text());
  }
}
