package imprint.tracking;

import static imprint.search.ValueType.IDENTITY;
import static imprint.search.ValueType.REAL;
import static imprint.search.ValueType.TEXT;
import static imprint.search.ValueType.WHOLE;

import imprint.search.Entity;
import imprint.search.Field;
import imprint.search.Operator;
import imprint.search.OrderItem;
import imprint.search.Vocabulary;
import java.util.List;
import java.util.Map;

/** What searches of logged models name. The base table is {@code logged_model m}. */
final class LoggedModelVocabulary {
  private static final String PARAM =
      """
      select p.value from logged_model_param p where p.logged_model_id = m.id and p.key = :key
      """;

  private static final String TAG =
      """
      select t.value from logged_model_tag t where t.logged_model_id = m.id and t.key = :key
      """;

  /**
   * The latest value on each dataset; NaN ranks as 0 among points of one step and time, as MLflow
   * ranks it.
   */
  private static final String METRIC_BY_DATASET =
      """
      select distinct on (p.dataset_name, p.dataset_digest) p.value
        from logged_model_metric p
       where p.logged_model_id = m.id
         and p.key_id = (select k.id from metric_key k where k.name = :key)
         and (cardinality(:dataset_names) = 0
              or exists (select from unnest(:dataset_names, :dataset_digests) as d(name, digest)
                          where p.dataset_name = d.name and d.digest in ('', p.dataset_digest)))
       order by p.dataset_name, p.dataset_digest, p.step desc, p.timestamp desc,
                coalesce(nullif(p.value, float8 'NaN'), 0) desc
      """;

  private static final String LATEST_METRIC =
      """
      select p.value
        from logged_model_metric p
       where p.logged_model_id = m.id
         and p.key_id = (select k.id from metric_key k where k.name = :key)
         and :dataset_name in ('', p.dataset_name)
         and :dataset_digest in ('', p.dataset_digest)
       order by p.step desc, p.timestamp desc, coalesce(nullif(p.value, float8 'NaN'), 0) desc
       limit 1
      """;

  private static final List<OrderItem> NEWEST_FIRST =
      List.of(OrderItem.descending("creation_timestamp"), OrderItem.ascending("model_id"));

  private static final List<Entity> ENTITIES =
      List.of(
          new Entity.Fixed(
              "attributes",
              List.of("attributes", "attribute"),
              List.of(
                  Field.column("name", TEXT, "m.name"),
                  Field.column("model_id", IDENTITY, "m.model_id"),
                  Field.column("model_type", TEXT, "m.model_type"),
                  Field.column("status", TEXT, "m.status")
                      .spelled(LoggedModelVocabulary::storedStatus),
                  Field.column("source_run_id", TEXT, "m.source_run_id"),
                  Field.column(
                      "creation_timestamp",
                      WHOLE,
                      "m.creation_time",
                      "creation_time",
                      "creation_timestamp_ms"),
                  Field.column(
                      "last_updated_timestamp",
                      WHOLE,
                      "m.last_updated_time",
                      "last_updated_time",
                      "last_updated_timestamp_ms"))),
          new Entity.Family(
              "metrics",
              List.of("metrics", "metric"),
              REAL,
              Operator.NUMERIC,
              new Field.Source.Rows(METRIC_BY_DATASET, LATEST_METRIC)),
          new Entity.Family(
              "params",
              List.of("params", "param"),
              TEXT,
              Operator.TEXT,
              new Field.Source.Rows(PARAM, PARAM)),
          new Entity.Family(
              "tags",
              List.of("tags", "tag"),
              TEXT,
              Operator.TEXT,
              new Field.Source.Rows(TAG, TAG)));

  private LoggedModelVocabulary() {}

  /**
   * A dataset that metrics are asked of.
   *
   * @param digest empty for any
   */
  record Dataset(String name, String digest) {}

  /**
   * The vocabulary of one request.
   *
   * @param datasets the datasets whose points the clauses on metrics mean; empty for all points
   */
  static Vocabulary on(List<Dataset> datasets) {
    return new Vocabulary(
        ENTITIES,
        NEWEST_FIRST,
        NEWEST_FIRST,
        true,
        Map.of(
            "dataset_names",
            datasets.stream().map(Dataset::name).toArray(String[]::new),
            "dataset_digests",
            datasets.stream().map(Dataset::digest).toArray(String[]::new),
            "dataset_name",
            "",
            "dataset_digest",
            ""));
  }

  /**
   * An item of the request's {@code order_by}.
   *
   * @param datasetName the dataset whose points count, empty for any
   * @param datasetDigest the same for its digest
   */
  static OrderItem orderBy(
      String fieldName, boolean ascending, String datasetName, String datasetDigest) {
    Map<String, Object> dataset =
        Map.of("dataset_name", datasetName, "dataset_digest", datasetDigest);
    return OrderItem.named(fieldName, ascending, fieldName.contains(".") ? dataset : Map.of());
  }

  private static String storedStatus(String written) {
    String prefix = "LOGGED_MODEL_";
    return written.startsWith(prefix) ? written.substring(prefix.length()) : written;
  }
}
