package imprint.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Some rows of a list, and the token that continues it.
 *
 * @param nextToken empty on the last page
 */
public record Page<T>(List<T> items, Optional<String> nextToken) {
  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of at most {@code limit} rows.
   *
   * @param rows up to {@code limit + 1} rows; the extra one only proves that there are more
   * @param token makes the token that continues after a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<? super T, String> token) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> shown = rows.subList(0, limit);
    return new Page<>(
        shown, shown.isEmpty() ? Optional.empty() : Optional.of(token.apply(shown.getLast())));
  }

  /** The same page of other things. */
  public <R> Page<R> map(Function<? super T, ? extends R> change) {
    return new Page<>(items.stream().<R>map(change).toList(), nextToken);
  }
}
