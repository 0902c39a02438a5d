package imprint.search;

import java.util.Map;

/**
 * Which rows follow a page, as SQL.
 *
 * @param sql a boolean expression, {@code true} for the first page
 */
public record Continuation(String sql, Map<String, Object> binds) {
  public Continuation {
    binds = Map.copyOf(binds);
  }
}
