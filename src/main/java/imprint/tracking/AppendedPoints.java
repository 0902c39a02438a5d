package imprint.tracking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;

/**
 * The points of one or more appends as the arrays that a statement takes: all of them for the
 * history, the last of each key of a candidate for the latest.
 */
final class AppendedPoints {
  private record Owned(int owner, MetricPoint point) {}

  private record Key(int owner, String name) {}

  private static final Comparator<Owned> RECENCY =
      Comparator.comparing(Owned::point, MetricPoint.RECENCY);

  private final Map<Append.Owner, Integer> owners = new LinkedHashMap<>();
  private final List<Owned> all = new ArrayList<>();
  private final Map<Key, Owned> last = new LinkedHashMap<>();

  AppendedPoints(List<Append> appends) {
    for (Append append : appends) {
      int owner = owners.computeIfAbsent(append.owner(), _ -> owners.size() + 1);
      for (MetricPoint point : append.batch().metrics()) {
        Owned owned = new Owned(owner, point);
        all.add(owned);
        last.merge(
            new Key(owner, point.key()),
            owned,
            (old, now) -> RECENCY.compare(now, old) > 0 ? now : old);
      }
    }
  }

  /** The names of the metrics, each once. */
  Set<String> names() {
    return last.keySet().stream().map(Key::name).collect(Collectors.toSet());
  }

  /** The number, from 1 on, under which the statement knows the candidate of this append. */
  int number(Append append) {
    return Objects.requireNonNull(owners.get(append.owner()));
  }

  /**
   * Binds {@code projects, runs} (the candidates, in the order of their numbers), {@code owners,
   * keys, timestamps, steps, values} and the same of the last points as {@code lastOwners, …}.
   */
  void bind(Query query, Map<String, Integer> keys) {
    query
        .bind("projects", owners.keySet().stream().mapToLong(Append.Owner::project).toArray())
        .bind("runs", owners.keySet().stream().map(Append.Owner::runId).toArray(String[]::new));
    Columns points = new Columns(all, keys);
    query
        .bind("owners", points.owners)
        .bind("keys", points.keys)
        .bind("timestamps", points.timestamps)
        .bind("steps", points.steps)
        .bind("values", points.values);
    Columns latest = last.size() == all.size() ? points : new Columns(last.values(), keys);
    query
        .bind("lastOwners", latest.owners)
        .bind("lastKeys", latest.keys)
        .bind("lastTimestamps", latest.timestamps)
        .bind("lastSteps", latest.steps)
        .bind("lastValues", latest.values);
  }

  private static final class Columns {
    private final int[] owners;
    private final int[] keys;
    private final long[] timestamps;
    private final long[] steps;
    private final double[] values;

    Columns(Collection<Owned> points, Map<String, Integer> numbers) {
      int size = points.size();
      owners = new int[size];
      keys = new int[size];
      timestamps = new long[size];
      steps = new long[size];
      values = new double[size];
      int i = 0;
      for (Owned owned : points) {
        MetricPoint point = owned.point();
        owners[i] = owned.owner();
        keys[i] = Objects.requireNonNull(numbers.get(point.key()));
        timestamps[i] = point.timestamp();
        steps[i] = point.step();
        values[i] = point.value();
        i++;
      }
    }
  }
}
