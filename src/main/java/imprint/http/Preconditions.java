package imprint.http;

import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The conditions of a GET or HEAD, in the order of RFC 9110, section 13.2.2. */
public final class Preconditions {
  private Preconditions() {}

  /**
   * The status that answers the request instead of its file: 412 or 304; empty when the file is to
   * be sent.
   *
   * @param tag the file's strong entity tag, in quotes
   */
  static Optional<Integer> status(HttpServerRequest request, String tag, Instant modified) {
    String match = request.getHeader("If-Match");
    if (match != null) {
      if (!holds(match, tag, false)) {
        return Optional.of(412);
      }
    } else if (isAfter(modified, request.getHeader("If-Unmodified-Since"))) {
      return Optional.of(412);
    }
    String noneMatch = request.getHeader("If-None-Match");
    if (noneMatch != null) {
      return holds(noneMatch, tag, true) ? Optional.of(304) : Optional.empty();
    }
    String since = request.getHeader("If-Modified-Since");
    return date(since).isPresent() && !isAfter(modified, since)
        ? Optional.of(304)
        : Optional.empty();
  }

  /**
   * The same of what is known by its tag only, whenever it changed.
   *
   * @param tag the strong entity tag, in quotes
   */
  public static Optional<Integer> status(HttpServerRequest request, String tag) {
    String match = request.getHeader("If-Match");
    if (match != null && !holds(match, tag, false)) {
      return Optional.of(412);
    }
    String noneMatch = request.getHeader("If-None-Match");
    return noneMatch != null && holds(noneMatch, tag, true) ? Optional.of(304) : Optional.empty();
  }

  /** Whether a list of tags holds this one; a weak tag counts only where that is allowed. */
  private static boolean holds(String tags, String tag, boolean weakCounts) {
    return Arrays.stream(tags.split(",", -1))
        .map(String::strip)
        .map(one -> weakCounts && one.startsWith("W/") ? one.substring(2) : one)
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }

  /**
   * Whether the file changed after the second that a header names; one that is malformed is not
   * there.
   */
  private static boolean isAfter(Instant modified, @Nullable String header) {
    return date(header)
        .filter(date -> modified.truncatedTo(ChronoUnit.SECONDS).isAfter(date))
        .isPresent();
  }

  private static Optional<Instant> date(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
