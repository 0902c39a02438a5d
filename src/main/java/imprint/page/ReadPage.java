package imprint.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A page whose rows are read while they are passed on, so that memory does not grow with its
 * length.
 *
 * @param numbers of the rows, in their order
 * @param load reads the rows of some numbers, in their order
 */
public record ReadPage<T>(Page<Long> numbers, Function<List<Long>, List<T>> load) {
  /** Rows that are read and held at once. */
  private static final int CHUNK = 500;

  /** The token of the next page, if there is one. */
  public Optional<String> nextToken() {
    return numbers.nextToken();
  }

  /** Whether the page holds nothing. */
  public boolean isEmpty() {
    return numbers.items().isEmpty();
  }

  /** Passes on each row, in order. */
  public void forEach(Consumer<? super T> consumer) {
    List<Long> all = numbers.items();
    for (int from = 0; from < all.size(); from += CHUNK) {
      load.apply(all.subList(from, Math.min(from + CHUNK, all.size()))).forEach(consumer);
    }
  }
}
