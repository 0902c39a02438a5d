package imprint.search;

import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * A filter, an ordering and the place to continue from, ready to go into a statement. The statement
 * is whole and in view in its store, with holes {@code <columns>}, {@code <joins>}, {@code
 * <filter>}, {@code <after>} and {@code <order>}, and a bind {@code :rows}.
 */
public final class CompiledSearch {
  private final CompiledFilter filter;
  private final Ordering ordering;
  private final Continuation after;
  private final Fingerprint query;
  private final int limit;

  private CompiledSearch(
      CompiledFilter filter,
      Ordering ordering,
      Optional<String> token,
      Fingerprint query,
      int limit) {
    this.filter = filter;
    this.ordering = ordering;
    this.query = query;
    this.after = ordering.after(token.map(text -> PageToken.parse(text, query)));
    this.limit = limit;
  }

  /**
   * Compiles a search.
   *
   * @param kind what is searched; a page token of another kind is refused
   * @param within all else that the answer depends on, such as ids and the lifecycle stage
   * @param filter empty matches everything
   * @param token where to continue, empty for the first page
   * @param limit rows of a page
   */
  public static CompiledSearch compile(
      String kind,
      List<?> within,
      Vocabulary vocabulary,
      String filter,
      List<OrderItem> orderBy,
      Optional<String> token,
      int limit) {
    return new CompiledSearch(
        Filters.compile(vocabulary, filter),
        Orderings.of(vocabulary, orderBy),
        token,
        Fingerprint.of(
            kind,
            within.stream().map(Object::toString).toList(),
            List.of(filter),
            orderBy.stream().map(OrderItem::toString).toList()),
        limit);
  }

  /**
   * Fills the holes of a statement; asks for one row more than the page, to know whether there is
   * another.
   */
  public Query fill(Query statement) {
    return statement
        .define("columns", ordering.columns())
        .define("joins", ordering.joins())
        .define("filter", filter.sql())
        .define("after", after.sql())
        .define("order", ordering.orderBy())
        .bindMap(filter.binds())
        .bindMap(ordering.binds())
        .bindMap(after.binds())
        .bind("rows", limit + 1L);
  }

  /** Whether the filter has a clause on this entity. */
  public boolean mentions(String entity) {
    return filter.entities().contains(entity);
  }

  /** A row's number with its place in the ordering. */
  public record Key(long id, @Nullable List<SortValue> place) {}

  /** Reads the column {@code id} and, of the rows a page may end with, the sort values. */
  public Key key(ResultSet row, int rowNumber) throws SQLException {
    return new Key(row.getLong("id"), rowNumber >= limit - 1 ? ordering.key(row) : null);
  }

  /** The page of these rows. */
  public Page<Long> page(List<Key> rows) {
    return Page.of(rows, limit, (Key last) -> token(last)).map(Key::id);
  }

  private String token(Key last) {
    if (last.place() == null) {
      throw new IllegalStateException("the last row of a page was read without its place");
    }
    return new PageToken(query, last.place()).text();
  }
}
