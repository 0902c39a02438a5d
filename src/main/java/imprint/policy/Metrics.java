package imprint.policy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of a candidate.
 *
 * @param latest the value of the greatest (step, timestamp) by key
 * @param onDatasets values that were logged for a dataset, newest first; asked for once, when a
 *     rule names a dataset
 */
public record Metrics(Map<String, Double> latest, Supplier<List<OnDataset>> onDatasets) {
  public Metrics {
    onDatasets = Once.of(onDatasets);
  }

  /**
   * A value that was measured on a dataset.
   *
   * @param dataset its name
   * @param digest its digest
   */
  public record OnDataset(String key, String dataset, String digest, double value) {}

  /** Metrics of which none names a dataset. */
  public static Metrics of(Map<String, Double> latest) {
    return new Metrics(latest, List::of);
  }

  /**
   * The value of a key, or the newest one on a dataset.
   *
   * @param dataset name or digest
   */
  Optional<Double> value(String key, Optional<String> dataset) {
    if (dataset.isEmpty()) {
      @Nullable Double value = latest.get(key);
      return Optional.ofNullable(value);
    }
    String wanted = dataset.get();
    return onDatasets.get().stream()
        .filter(metric -> metric.key().equals(key))
        .filter(metric -> metric.dataset().equals(wanted) || metric.digest().equals(wanted))
        .map(OnDataset::value)
        .findFirst();
  }
}
