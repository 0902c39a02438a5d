package imprint.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time, written as a whole number with its unit: {@code 90d}, {@code 24h}, {@code 30m},
 * {@code 45s}, {@code 2w}. A day has 24 hours.
 */
public record Span(Duration length) implements Comparable<Span> {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})([smhdw])");

  static Optional<Span> read(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(matcher.group(1));
    Duration length =
        switch (matcher.group(2)) {
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          case "h" -> Duration.ofHours(count);
          case "d" -> Duration.ofDays(count);
          default -> Duration.ofDays(7 * count);
        };
    return Optional.of(new Span(length));
  }

  /**
   * The span of a text that {@link #text} wrote.
   *
   * @throws IllegalArgumentException when it did not
   */
  @JsonCreator
  static Span of(String text) {
    return read(text).orElseThrow(() -> new IllegalArgumentException("not a length of time"));
  }

  /** The text in the largest unit that divides it; a part of a second is left out. */
  @JsonValue
  public String text() {
    long seconds = length.toSeconds();
    if (seconds % 86_400 == 0 && seconds > 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0 && seconds > 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** About how long, for a sentence: days, hours, minutes or seconds, two units at most. */
  static String inWords(Duration length) {
    if (length.toDays() > 0) {
      return length.toDays()
          + "d"
          + (length.toHoursPart() > 0 ? " " + length.toHoursPart() + "h" : "");
    }
    if (length.toHours() > 0) {
      return length.toHours()
          + "h"
          + (length.toMinutesPart() > 0 ? " " + length.toMinutesPart() + "m" : "");
    }
    return length.toMinutes() > 0 ? length.toMinutes() + "m" : length.toSeconds() + "s";
  }

  @Override
  public int compareTo(Span other) {
    return length.compareTo(other.length);
  }

  @Override
  public String toString() {
    return text();
  }
}
