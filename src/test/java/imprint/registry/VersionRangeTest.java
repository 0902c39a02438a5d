package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.semver4j.Semver;
import org.semver4j.range.Range;
import org.semver4j.range.RangeListFactory;

class VersionRangeTest {
  private static final int RANGES = 800;
  private static final int VERSIONS = 30;

  private static boolean contains(VersionRange range, String text) {
    SemanticVersion version = new SemanticVersion(text);
    String order = version.order();
    return range.bounds().stream()
        .anyMatch(
            bounds ->
                bounds.preRelease() == version.isPreRelease()
                    && order.compareTo(bounds.from()) >= 0
                    && order.compareTo(bounds.to()) < 0);
  }

  /** Each comparator as the library judges it; pre-releases by the rule of npm. */
  private static boolean expected(String range, String text) {
    Semver version = new Semver(text);
    return Arrays.stream(range.replace(',', ' ').split(" \\|\\| "))
        .map(VersionRangeTest::comparators)
        .anyMatch(
            comparators ->
                comparators.stream().allMatch(comparator -> comparator.isSatisfiedBy(version))
                    && (version.getPreRelease().isEmpty()
                        || comparators.stream()
                            .map(Range::getRangeVersion)
                            .anyMatch(
                                named ->
                                    !named.getPreRelease().isEmpty()
                                        && named
                                            .withClearedPreReleaseAndBuild()
                                            .isEquivalentTo(
                                                version.withClearedPreReleaseAndBuild()))));
  }

  private static List<Range> comparators(String alternative) {
    Stream<String> parts =
        alternative.contains(" - ") ? Stream.of(alternative) : Stream.of(alternative.split(" "));
    return parts.flatMap(part -> RangeListFactory.create(part).get().getFirst().stream()).toList();
  }

  /** The bounds go into SQL, where nothing else judges. */
  @Test
  void theBoundsHoldWhatTheComparatorsSay() {
    SampleVersions samples = new SampleVersions(2);
    int read = 0;
    for (int i = 0; i < RANGES; i++) {
      String text = samples.range();
      Optional<VersionRange> range = VersionRange.of(text);
      if (range.isEmpty()) {
        continue;
      }
      read++;
      for (int j = 0; j < VERSIONS; j++) {
        String version = samples.version();
        assertEquals(
            expected(text, version), contains(range.get(), version), () -> version + " in " + text);
      }
    }
    assertTrue(read > RANGES / 2, "too few ranges were read: " + read);
  }

  @Test
  void allComparatorsOfOneAlternativeHold() {
    VersionRange range = VersionRange.of(">=1.1 ~1.4.2 <=1.4.5").orElseThrow();
    assertTrue(contains(range, "1.4.5"));
    assertFalse(contains(range, "1.4.6"));
    assertFalse(contains(range, "1.3.0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "^1.2; 1.2.0; true",
        "^1.2; 1.99.0; true",
        "^1.2; 2.0.0; false",
        "^1.2; 1.3.0-rc.1; false",
        "^0.2.3; 0.2.9; true",
        "^0.2.3; 0.3.0; false",
        "~1.2.3; 1.2.9; true",
        "~1.2.3; 1.3.0; false",
        "1.x; 1.9.9; true",
        "1.x; 2.0.0; false",
        "1; 1.0.0; true",
        ">=1.2,<2; 1.2.0; true",
        ">=1.2,<2; 2.0.0; false",
        ">=1.2 <2; 1.9.0; true",
        "*; 0.0.1; true",
        "*; 1.0.0-rc.1; false",
        ">=1.3.0-rc.1; 1.3.0-rc.2; true",
        ">=1.3.0-rc.1; 1.3.1-rc.2; false",
        ">=1.3.0-rc.1; 1.4.0; true",
        "1.2 - 1.4; 1.4.7; true",
        "1.2 - 1.4; 1.5.0; false",
        "1.x || 3.x; 3.1.0; true",
        "1.x || 3.x; 2.1.0; false"
      })
  void rangesAreThoseOfNpm(String range, String version, boolean inside) {
    assertEquals(inside, contains(VersionRange.of(range).orElseThrow(), version));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1.2.3",
        "1.2.3-rc.1",
        "^",
        "^a",
        "1.2.3.4",
        "|| 1",
        "1 ||",
        "^99999999999",
        "~>1.2",
        "latest",
        ">=1.2;drop",
        "1.x || 1.x || 1.x || 1.x || 1.x || 1.x || 1.x || 1.x || 1.x"
      })
  void whatIsNoRangeIsNone(String text) {
    assertFalse(VersionRange.of(text).isPresent());
  }
}
