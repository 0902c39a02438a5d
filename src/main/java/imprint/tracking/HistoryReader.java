package imprint.tracking;

import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Points of a history, some thousand at a time, so that a history of any length passes through
 * little memory. Each chunk is a statement of its own that starts where the one before ended: no
 * connection is held in between, and a point logged meanwhile appears if its place was not passed.
 */
public final class HistoryReader implements Iterator<List<MetricPoint>> {
  /** Points read by one statement: some 200 kB. */
  static final int CHUNK = 5_000;

  /** Reads points that come after a position. */
  interface Source {
    List<MetricPoint> after(MetricHistoryStore.Position position, int limit);
  }

  private final Source source;
  private final Fingerprint query;
  private long left;
  private @Nullable Page<MetricPoint> ready;
  private Optional<String> next = Optional.empty();

  HistoryReader(Source source, MetricHistoryStore.Position start, long wanted, Fingerprint query) {
    this.source = source;
    this.query = query;
    this.left = wanted;
    this.ready = chunk(start);
  }

  @Override
  public boolean hasNext() {
    return ready != null;
  }

  /** The next points; none when the history has none at all. */
  @Override
  public List<MetricPoint> next() {
    Page<MetricPoint> current = ready;
    if (current == null) {
      throw new NoSuchElementException();
    }
    left -= current.items().size();
    next = current.nextToken();
    ready =
        next.isPresent() && left > 0
            ? chunk(MetricHistoryStore.Position.of(current.items().getLast()))
            : null;
    return current.items();
  }

  /** The token that continues after the points given so far; empty when there are no more. */
  public Optional<String> nextToken() {
    return next;
  }

  private Page<MetricPoint> chunk(MetricHistoryStore.Position start) {
    int limit = (int) Math.min(left, CHUNK);
    return Page.of(source.after(start, limit + 1), limit, this::token);
  }

  private String token(MetricPoint last) {
    return new PageToken(
            query,
            List.of(
                new SortValue.Whole(last.timestamp()),
                new SortValue.Whole(last.step()),
                new SortValue.Real(last.value())))
        .text();
  }
}
