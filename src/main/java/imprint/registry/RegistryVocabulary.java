package imprint.registry;

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

/**
 * What searches of the registry name: all that MLflow has, and channels, aliases, states, semantic
 * versions, params and metrics besides. The base tables are {@code model m} and {@code
 * model_version v}.
 */
final class RegistryVocabulary {
  private static final String CHANNELS_OF_MODEL =
      "select x.name as value from channel x where x.model_id = m.id and x.version_id is not null";
  private static final String CHANNELS_OF_VERSION =
      "select x.name as value from channel x where x.version_id = v.id";
  private static final String ALIASES_OF_MODEL =
      "select x.name as value from model_alias x where x.model_id = m.id";
  private static final String ALIASES_OF_VERSION =
      "select x.name as value from model_alias x where x.version_id = v.id";
  private static final String STATES =
      "select x.state as value from model_version x where x.model_id = m.id and x.deleted_time is null";
  // What is no prompt counts as saying so: MLflow's clients ask for "is_prompt != 'true'".
  private static final String TAG_OF_MODEL =
      """
      select x.value from model_tag x where x.model_id = m.id and x.key = :key
      union all
      select 'false' where :key = 'mlflow.prompt.is_prompt' and not exists (select from model_tag x where x.model_id = m.id and x.key = :key)
      """;
  private static final String TAG_OF_VERSION =
      """
      select x.value from model_version_tag x where x.version_id = v.id and x.key = :key
      union all
      select 'false' where :key = 'mlflow.prompt.is_prompt' and not exists (select from model_version_tag x where x.version_id = v.id and x.key = :key)
      """;
  private static final String PARAM_OF_VERSION =
      """
      select x.value from candidate c join candidate_param x on x.candidate_id = c.id
      where c.run_id = v.run_id and c.project_id = v.project_id and x.key = :key
      """;
  private static final String METRIC_OF_VERSION =
      """
      select x.value from candidate c join latest_metric x on x.candidate_id = c.id join metric_key k on k.id = x.key_id
      where c.run_id = v.run_id and c.project_id = v.project_id and k.name = :key
      """;
  private static final String METRIC_OF_MODEL =
      """
      select x.value
      from model_version held join candidate c on c.run_id = held.run_id and c.project_id = held.project_id
      join latest_metric x on x.candidate_id = c.id join metric_key k on k.id = x.key_id
      where held.model_id = m.id and held.deleted_time is null and held.state = 'approved' and k.name = :key
      """;

  static final Vocabulary MODELS =
      Vocabulary.of(
          List.of(
              new Entity.Fixed(
                  "attribute",
                  List.of("attribute", "attributes"),
                  List.of(
                      Field.column("name", IDENTITY, "m.name"),
                      Field.column(
                          "last_updated_timestamp", WHOLE, "m.last_update_time", "timestamp"),
                      Field.column("creation_timestamp", WHOLE, "m.creation_time"),
                      Field.column("owner", TEXT, "m.owner"),
                      Field.rows(
                          "channel",
                          TEXT,
                          CHANNELS_OF_MODEL,
                          CHANNELS_OF_MODEL + " order by x.position limit 1"),
                      Field.rows(
                          "alias",
                          TEXT,
                          ALIASES_OF_MODEL,
                          ALIASES_OF_MODEL + " order by x.name limit 1"),
                      Field.rows(
                          "state", TEXT, STATES, STATES + " order by x.number desc limit 1"))),
              new Entity.Family(
                  "tag",
                  List.of("tag", "tags"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(TAG_OF_MODEL, TAG_OF_MODEL)),
              new Entity.Family(
                  "metric",
                  List.of("metric", "metrics"),
                  REAL,
                  Operator.NUMERIC,
                  new Field.Source.Rows(
                      METRIC_OF_MODEL, METRIC_OF_MODEL + " order by held.number desc limit 1"))),
          List.of(OrderItem.ascending("name")),
          List.of(OrderItem.ascending("name")));

  static final Vocabulary VERSIONS =
      Vocabulary.of(
          List.of(
              new Entity.Fixed(
                  "attribute",
                  List.of("attribute", "attributes"),
                  List.of(
                      Field.column("name", IDENTITY, "m.name"),
                      Field.column("run_id", IDENTITY, "v.run_id"),
                      Field.column("source_path", TEXT, "v.source"),
                      Field.column("version_number", WHOLE, "v.number"),
                      Field.column("creation_timestamp", WHOLE, "v.creation_time"),
                      Field.column("last_updated_timestamp", WHOLE, "v.last_update_time"),
                      Field.column("state", TEXT, "v.state"),
                      Field.rows(
                          "semver",
                          TEXT,
                          "select v.semver as value",
                          "select v.semver_order as value"),
                      Field.rows(
                          "channel",
                          TEXT,
                          CHANNELS_OF_VERSION,
                          CHANNELS_OF_VERSION + " order by x.position limit 1"),
                      Field.rows(
                          "alias",
                          TEXT,
                          ALIASES_OF_VERSION,
                          ALIASES_OF_VERSION + " order by x.name limit 1"))),
              new Entity.Family(
                  "tag",
                  List.of("tag", "tags"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(TAG_OF_VERSION, TAG_OF_VERSION)),
              new Entity.Family(
                  "parameter",
                  List.of("parameter", "param", "params", "parameters"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(PARAM_OF_VERSION, PARAM_OF_VERSION)),
              new Entity.Family(
                  "metric",
                  List.of("metric", "metrics"),
                  REAL,
                  Operator.NUMERIC,
                  new Field.Source.Rows(METRIC_OF_VERSION, METRIC_OF_VERSION))),
          List.of(
              OrderItem.descending("last_updated_timestamp"),
              OrderItem.ascending("name"),
              OrderItem.descending("version_number")),
          List.of(OrderItem.ascending("name"), OrderItem.descending("version_number")));

  private RegistryVocabulary() {}
}
