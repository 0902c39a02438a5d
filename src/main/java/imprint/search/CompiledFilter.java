package imprint.search;

import java.util.Map;
import java.util.Set;

/**
 * A filter as SQL.
 *
 * @param sql a boolean expression that is never null; {@code true} for the empty filter
 * @param binds the values of its binds: String, Long, Double, {@code String[]}, {@code long[]}
 * @param entities the names of the entities that it mentions
 */
public record CompiledFilter(String sql, Map<String, Object> binds, Set<String> entities) {
  public CompiledFilter {
    binds = Map.copyOf(binds);
    entities = Set.copyOf(entities);
  }
}
