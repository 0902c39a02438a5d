package imprint.tracking;

import imprint.failure.Failure;
import java.util.List;
import java.util.Optional;

/**
 * What one request logs for a candidate: kept whole or not at all. The limits are MLflow's.
 *
 * @param metrics at most 1000 points
 * @param params at most 100, with distinct keys
 * @param tags at most 100; of two with the same key the later one holds
 * @param modelPoints those of the points that are also logged for a model
 */
public record Batch(
    List<MetricPoint> metrics, List<Tag> params, List<Tag> tags, List<ModelPoint> modelPoints) {
  private static final int MOST_METRICS = 1000;
  private static final int MOST_PARAMS = 100;
  private static final int MOST_TAGS = 100;
  private static final int MOST_ENTITIES = 1000;

  public Batch {
    requireAtMost(MOST_METRICS, "metrics", metrics.size());
    requireAtMost(MOST_PARAMS, "params", params.size());
    requireAtMost(MOST_TAGS, "tags", tags.size());
    requireAtMost(
        MOST_ENTITIES, "metrics, params, and tags", metrics.size() + params.size() + tags.size());
    for (int i = 0; i < metrics.size(); i++) {
      MetricPoint point = metrics.get(i);
      if (!Limits.isPlainName(point.key()) || point.timestamp() < 0) {
        checkMetric("metrics[" + i + "].", point);
      }
    }
    checkParams(params);
    checkTags(tags);
    tags = Tag.lastOfEach(tags);
    modelPoints.forEach(point -> point.check(""));
  }

  /** A batch without points of models. */
  public Batch(List<MetricPoint> metrics, List<Tag> params, List<Tag> tags) {
    this(metrics, params, tags, List.of());
  }

  /** A batch of one metric point. */
  public static Batch ofMetric(MetricPoint point) {
    checkMetric("", point);
    return new Batch(List.of(point), List.of(), List.of());
  }

  /** A batch of one point that is also logged for a model. */
  public static Batch ofModelMetric(ModelPoint point) {
    checkMetric("", point.point());
    return new Batch(List.of(point.point()), List.of(), List.of(), List.of(point));
  }

  /** A batch of one param. */
  public static Batch ofParam(Tag param) {
    checkParam("", param);
    return new Batch(List.of(), List.of(param), List.of());
  }

  /** A batch of one tag. */
  public static Batch ofTag(Tag tag) {
    checkTag("", tag);
    return new Batch(List.of(), List.of(), List.of(tag));
  }

  boolean isEmpty() {
    return metrics.isEmpty() && params.isEmpty() && tags.isEmpty();
  }

  boolean hasOnlyMetrics() {
    return params.isEmpty() && tags.isEmpty();
  }

  /**
   * The name that the tag {@code mlflow.runName}, when it is among the tags, gives the candidate.
   */
  Optional<String> runName() {
    return tags.stream().filter(tag -> tag.key().equals(Tag.RUN_NAME)).map(Tag::value).findFirst();
  }

  /** Fails unless the params are well-formed and their keys distinct. */
  static void checkParams(List<Tag> params) {
    for (int i = 0; i < params.size(); i++) {
      checkParam("params[" + i + "].", params.get(i));
    }
    Tag.requireDistinct(params);
  }

  static void checkTags(List<Tag> tags) {
    for (int i = 0; i < tags.size(); i++) {
      checkTag("tags[" + i + "].", tags.get(i));
    }
  }

  static void checkTag(String prefix, Tag tag) {
    Limits.name(prefix + "key", "Tag name", tag.key());
    Limits.length(prefix + "value", "Tag value", tag.value(), Limits.VALUE);
  }

  private static void checkParam(String prefix, Tag param) {
    Limits.name(prefix + "key", "Param name", param.key());
    Limits.length(prefix + "value", "Param value", param.value(), Limits.VALUE);
  }

  private static void checkMetric(String prefix, MetricPoint point) {
    Limits.name(prefix + "key", "Metric name", point.key());
    if (point.timestamp() < 0) {
      throw new Failure.Invalid(
          prefix + "timestamp",
          "Invalid value "
              + point.timestamp()
              + " for parameter '"
              + prefix
              + "timestamp' supplied: a timestamp is a number of milliseconds and may not be negative.");
    }
  }

  private static void requireAtMost(int most, String what, int count) {
    if (count > most) {
      throw new Failure.Invalid(
          what,
          "A batch logging request can contain at most "
              + most
              + " "
              + what
              + ". Got "
              + count
              + " "
              + what
              + ". Please split up "
              + what
              + " across multiple requests and try again.");
    }
  }
}
