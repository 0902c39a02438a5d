package imprint.tracking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The dictionary of metric names. A name keeps its number for ever, so both directions are
 * remembered in memory, in bounded number, and need no invalidation.
 */
@ApplicationScoped
class MetricKeyStore {
  private static final int REMEMBERED = 50_000;

  private final Database database;
  private final Cache<String, Integer> numbers =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Cache<Integer, String> names =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  MetricKeyStore(Database database) {
    this.database = database;
  }

  private static final String ADD =
      """
      insert into metric_key (name)
      select given.name from unnest(:names) as given (name)
      where not exists (select 1 from metric_key known where known.name = given.name)
      order by given.name
      on conflict (name) do nothing
      """;

  private static final String NUMBERS = "select id, name from metric_key where name = any(:names)";

  private static final String NAMES = "select id, name from metric_key where id = any(:ids)";

  /**
   * The numbers of these names; unknown names are added. This happens outside the caller's
   * transaction, since a number that is remembered must outlive a rollback.
   */
  Map<String, Integer> numbers(Collection<String> wanted) {
    Map<String, Integer> found = new HashMap<>();
    Set<String> unknown = new LinkedHashSet<>();
    for (String name : wanted) {
      Integer number = numbers.getIfPresent(name);
      if (number == null) {
        unknown.add(name);
      } else {
        found.put(name, number);
      }
    }
    if (!unknown.isEmpty()) {
      String[] names = unknown.toArray(String[]::new);
      database.apart(h -> h.createUpdate(ADD).bind("names", names).execute());
      database.apart(
          h ->
              h.createQuery(NUMBERS)
                  .bind("names", names)
                  .map((row, context) -> remember(row.getInt("id"), row.getString("name"), found))
                  .list());
    }
    return found;
  }

  /** The names of these numbers. */
  Map<Integer, String> names(Collection<Integer> wanted) {
    Map<Integer, String> found = new HashMap<>();
    int[] unknown =
        wanted.stream()
            .distinct()
            .filter(
                number -> {
                  String name = names.getIfPresent(number);
                  if (name != null) {
                    found.put(number, name);
                  }
                  return name == null;
                })
            .mapToInt(Integer::intValue)
            .toArray();
    if (unknown.length > 0) {
      Map<String, Integer> byName = new HashMap<>();
      database.with(
          h ->
              h.createQuery(NAMES)
                  .bind("ids", unknown)
                  .map((row, context) -> remember(row.getInt("id"), row.getString("name"), byName))
                  .list());
      byName.forEach((name, number) -> found.put(number, name));
    }
    if (found.size() < wanted.stream().distinct().count()) {
      throw new IllegalStateException(
          "metric keys are missing from the dictionary: " + Arrays.toString(unknown));
    }
    return found;
  }

  private Integer remember(int number, String name, Map<String, Integer> found) {
    numbers.put(name, number);
    names.put(number, name);
    found.put(name, number);
    return number;
  }
}
