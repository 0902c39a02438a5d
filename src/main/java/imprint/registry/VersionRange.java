package imprint.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.semver4j.range.Range;
import org.semver4j.range.RangeListFactory;

/**
 * A range of semantic versions as npm writes them: {@code ^1.2}, {@code ~1.2.3}, {@code 1.x},
 * {@code >=1.2,<2}, {@code 1.2 - 1.4}, {@code *}, alternatives joined by {@code ||}. A comma means
 * the same as a space. Pre-releases belong to it only where a comparator names one of the same
 * three numbers.
 *
 * @param text as written
 * @param alternatives of which one must hold
 */
record VersionRange(String text, List<Alternative> alternatives) {
  /** Characters of the longest range. */
  static final int LONGEST = 200;

  private static final int MOST_ALTERNATIVES = 8;
  private static final String PARTIAL =
      "(\\d{1,9}|[xX*])(\\.(\\d{1,9}|[xX*])(\\.(\\d{1,9}|[xX*])(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?)?)?";
  private static final Pattern COMPARATORS =
      Pattern.compile(
          "(\\^|~|>=|<=|>|<|=)?" + PARTIAL + "( (\\^|~|>=|<=|>|<|=)?" + PARTIAL + "){0,7}");
  private static final Pattern HYPHEN = Pattern.compile(PARTIAL + " - " + PARTIAL);
  private static final Pattern EXACT = Pattern.compile("\\d+\\.\\d+\\.\\d+.*");

  /**
   * Bounds on {@link SemanticVersion#order}.
   *
   * @param from included
   * @param to excluded
   * @param preReleases the cores whose pre-releases belong to the range
   */
  record Alternative(String from, String to, List<String> preReleases) {
    /** Behind every order. */
    static final String END = "~";

    /** Follows an order and comes before all that are greater. */
    private static final String AFTER = "!";

    Alternative {
      preReleases = List.copyOf(preReleases);
    }
  }

  /** Everything. */
  static final VersionRange ANY =
      new VersionRange("*", List.of(new Alternative("", Alternative.END, List.of())));

  /**
   * Between which orders a version lies that belongs to the range.
   *
   * @param preRelease whether this is about pre-releases or about releases
   */
  record Bounds(String from, String to, boolean preRelease) {}

  /** All bounds; a version within any of them belongs to the range. */
  List<Bounds> bounds() {
    List<Bounds> all = new ArrayList<>();
    for (Alternative alternative : alternatives) {
      all.add(new Bounds(alternative.from(), alternative.to(), false));
      for (String core : alternative.preReleases()) {
        String from = core + "-";
        String to = core + Alternative.END;
        all.add(
            new Bounds(
                from.compareTo(alternative.from()) > 0 ? from : alternative.from(),
                to.compareTo(alternative.to()) < 0 ? to : alternative.to(),
                true));
      }
    }
    return all;
  }

  /** The range of a text, if it is one. A whole semantic version is none: it means itself. */
  static Optional<VersionRange> of(String text) {
    String plain = text.replace(',', ' ').strip().replaceAll(" {2,}", " ");
    if (text.length() > LONGEST
        || (EXACT.matcher(text).matches() && SemanticVersion.of(text).isPresent())) {
      return Optional.empty();
    }
    String[] parts = plain.split(" ?\\|\\| ?", -1);
    if (parts.length > MOST_ALTERNATIVES) {
      return Optional.empty();
    }
    List<Alternative> alternatives = new ArrayList<>();
    for (String part : parts) {
      boolean hyphen = HYPHEN.matcher(part).matches();
      if (!hyphen && !COMPARATORS.matcher(part).matches()) {
        return Optional.empty();
      }
      // One by one: of several together the library loses those with ^ and ~.
      List<Range> comparators = new ArrayList<>();
      for (String comparator : hyphen ? new String[] {part} : part.split(" ")) {
        List<List<Range>> parsed = parse(comparator.replaceAll("^[xX]$", "*"));
        if (parsed.size() != 1) {
          return Optional.empty();
        }
        comparators.addAll(parsed.getFirst());
      }
      alternatives.add(alternative(comparators));
    }
    return Optional.of(new VersionRange(text, alternatives));
  }

  private static List<List<Range>> parse(String text) {
    try {
      return RangeListFactory.create(text).get();
    } catch (NumberFormatException beyondInt) {
      return List.of();
    }
  }

  /** The bounds that all comparators together leave. */
  private static Alternative alternative(List<Range> comparators) {
    String from = "";
    String to = Alternative.END;
    List<String> preReleases = new ArrayList<>();
    for (Range comparator : comparators) {
      SemanticVersion version = new SemanticVersion(comparator.getRangeVersion().getVersion());
      String operator = comparator.toString().replaceAll("[^<>=].*", "");
      boolean included = operator.endsWith("=");
      if (!operator.startsWith("<")) {
        String bound = included ? version.order() : version.order() + Alternative.AFTER;
        from = bound.compareTo(from) > 0 ? bound : from;
      }
      if (!operator.startsWith(">")) {
        String bound = included ? version.order() + Alternative.AFTER : version.order();
        to = bound.compareTo(to) < 0 ? bound : to;
      }
      if (version.isPreRelease()) {
        preReleases.add(version.core());
      }
    }
    return new Alternative(from, to, preReleases);
  }
}
