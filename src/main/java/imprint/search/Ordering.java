package imprint.search;

import imprint.page.InvalidPageTokenException;
import imprint.page.PageToken;
import imprint.page.SortValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An ordering as SQL. It tells all rows apart, so that a page can continue after any of them. */
public final class Ordering {
  private final String joins;
  private final List<SortTerm> terms;
  private final Map<String, Object> binds;

  Ordering(String joins, List<SortTerm> terms, Map<String, Object> binds) {
    this.joins = joins;
    this.terms = List.copyOf(terms);
    this.binds = Map.copyOf(binds);
  }

  /** Left joins that fetch what is ordered by; they neither add nor drop rows. May be empty. */
  public String joins() {
    return joins;
  }

  /** The sort values, for the select list; never empty. */
  public String columns() {
    return terms.stream().map(SortTerm::select).collect(Collectors.joining(", "));
  }

  /** What follows {@code order by}; never empty. */
  public String orderBy() {
    return terms.stream().map(SortTerm::orderBy).collect(Collectors.joining(", "));
  }

  /** The binds of {@link #joins}. */
  public Map<String, Object> binds() {
    return binds;
  }

  /** The sort values of a row whose select list holds {@link #columns}. */
  public List<SortValue> key(ResultSet row) throws SQLException {
    List<SortValue> key = new ArrayList<>(terms.size());
    for (SortTerm term : terms) {
      key.add(term.read(row));
    }
    return key;
  }

  /**
   * The rows after those already shown.
   *
   * @param token empty for the first page
   * @throws InvalidPageTokenException if the token's values are not those of this ordering
   */
  public Continuation after(Optional<PageToken> token) {
    return token.map(known -> after(known.after())).orElse(new Continuation("true", Map.of()));
  }

  private Continuation after(List<SortValue> key) {
    if (key.size() != terms.size()) {
      throw new InvalidPageTokenException();
    }
    Binds values = new Binds("after");
    List<String> mentions =
        IntStream.range(0, terms.size())
            .mapToObj(i -> terms.get(i).bind(key.get(i)).map(values::add).orElse("null"))
            .toList();
    // From the last term backwards: beyond it, or the same and beyond by the terms that follow.
    String condition = "false";
    for (int i = terms.size() - 1; i >= 0; i--) {
      condition = step(terms.get(i), key.get(i), mentions.get(i), condition);
    }
    String rest = condition;
    String sql =
        terms
            .getFirst()
            .range(mentions.getFirst())
            .map(range -> range + " and " + rest)
            .orElse(rest);
    return new Continuation("(" + sql + ")", values.values());
  }

  private static String step(SortTerm term, SortValue value, String mention, String rest) {
    Optional<String> beyond = term.beyond(value, mention);
    String same = "(%s and %s)".formatted(term.same(value, mention), rest);
    if (rest.equals("false")) {
      return beyond.orElse("false");
    }
    return beyond.map(condition -> "(%s or %s)".formatted(condition, same)).orElse(same);
  }
}
