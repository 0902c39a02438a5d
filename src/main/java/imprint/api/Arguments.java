package imprint.api;

import imprint.failure.Failure;
import imprint.search.OrderItem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Query parameters as values. */
final class Arguments {
  private static final int LONGEST_NUMBER = 18;

  private Arguments() {}

  /** A page size from 1 to {@code most}. */
  static int limit(@Nullable String text, int usual, int most) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    long limit = isNumber(text) ? Long.parseLong(text) : 0;
    if (limit < 1 || limit > most) {
      throw new Failure.Invalid(
          "max_results",
          "Invalid max_results '" + Failure.echo(text) + "': expected a number from 1 to " + most);
    }
    return (int) limit;
  }

  /** A token of an earlier page, if there is one. */
  static Optional<String> token(@Nullable String text) {
    return Optional.ofNullable(text).filter(token -> !token.isEmpty());
  }

  /** {@code true} or {@code false}, which is also what absence means. */
  static boolean flag(String name, @Nullable String text) {
    if (text == null || text.isEmpty() || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw new Failure.Invalid(name, name + " is true or false.");
  }

  /** An instant of RFC 3339, such as {@code 2026-11-21T08:00:00Z}; null when it is absent. */
  static @Nullable Instant instant(String name, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      // A plus that was not encoded arrives as a space.
      return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
    } catch (DateTimeException malformed) {
      throw new Failure.Invalid(
          name,
          "Invalid "
              + name
              + " '"
              + Failure.echo(text)
              + "': expected an instant such as 2026-11-21T08:00:00Z");
    }
  }

  /** The number that a page of a history continues before; absent means the newest. */
  static long before(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!isNumber(text)) {
      throw new Failure.Invalid("before", "before is the next of an earlier answer.");
    }
    return Long.parseLong(text);
  }

  /** What to order by: each item a name, then perhaps {@code ASC} or {@code DESC}. */
  static List<OrderItem> orderBy(List<String> items) {
    return items.stream().filter(item -> !item.isEmpty()).map(OrderItem::parse).toList();
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
