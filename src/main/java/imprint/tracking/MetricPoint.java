package imprint.tracking;

import java.util.Comparator;

/**
 * One value of a metric.
 *
 * @param value any double, NaN and the infinities included
 * @param timestamp milliseconds since the epoch, not negative
 * @param step any 64-bit integer
 */
public record MetricPoint(String key, double value, long timestamp, long step) {
  /**
   * The order by which a later point replaces the latest one: step, timestamp, value, with NaN
   * ranked as 0.
   */
  static final Comparator<MetricPoint> RECENCY =
      Comparator.comparingLong(MetricPoint::step)
          .thenComparingLong(MetricPoint::timestamp)
          .thenComparingDouble(point -> Double.isNaN(point.value()) ? 0 : point.value() + 0.0);
}
