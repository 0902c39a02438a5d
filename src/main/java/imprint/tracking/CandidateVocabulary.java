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

/** What searches of candidates name. The base table is {@code candidate c}. */
final class CandidateVocabulary {
  private static final String PARAM =
      """
      select p.value from candidate_param p where p.candidate_id = c.id and p.key = :key
      """;

  private static final String TAG =
      """
      select t.value from candidate_tag t where t.candidate_id = c.id and t.key = :key
      """;

  private static final String METRIC =
      """
      select l.value from latest_metric l
       where l.candidate_id = c.id and l.key_id = (select k.id from metric_key k where k.name = :key)
      """;

  private static final String DATASET_NAME =
      """
      select d.name as value from dataset_input i join dataset d on d.id = i.dataset_id
       where i.candidate_id = c.id
      """;

  private static final String FIRST_DATASET_NAME =
      """
      select min(d.name) as value from dataset_input i join dataset d on d.id = i.dataset_id
       where i.candidate_id = c.id
      """;

  private static final String DATASET_DIGEST =
      """
      select d.digest as value from dataset_input i join dataset d on d.id = i.dataset_id
       where i.candidate_id = c.id
      """;

  private static final String FIRST_DATASET_DIGEST =
      """
      select min(d.digest) as value from dataset_input i join dataset d on d.id = i.dataset_id
       where i.candidate_id = c.id
      """;

  private static final String DATASET_CONTEXT =
      """
      select g.value from dataset_input_tag g
       where g.candidate_id = c.id and g.key = 'mlflow.data.context'
      """;

  private static final String FIRST_DATASET_CONTEXT =
      """
      select min(g.value) as value from dataset_input_tag g
       where g.candidate_id = c.id and g.key = 'mlflow.data.context'
      """;

  private static final List<OrderItem> NEWEST_FIRST =
      List.of(OrderItem.descending("start_time"), OrderItem.ascending("run_id"));

  static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              new Entity.Family(
                  "metric",
                  List.of("metric", "metrics"),
                  REAL,
                  Operator.NUMERIC,
                  new Field.Source.Rows(METRIC, METRIC)),
              new Entity.Family(
                  "parameter",
                  List.of("parameter", "parameters", "param", "params"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(PARAM, PARAM)),
              new Entity.Family(
                  "tag",
                  List.of("tag", "tags"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(TAG, TAG)),
              new Entity.Fixed(
                  "attribute",
                  List.of("attribute", "attributes", "attr", "run"),
                  List.of(
                      Field.column("run_id", IDENTITY, "c.run_id"),
                      Field.column("run_name", TEXT, "c.name", "run name", "Run name", "Run Name"),
                      Field.column("status", TEXT, "c.status"),
                      Field.column("artifact_uri", TEXT, "c.artifact_uri"),
                      Field.column("user_id", TEXT, "c.user_id"),
                      Field.nullable("start_time", WHOLE, "c.start_time", "created", "Created"),
                      Field.nullable("end_time", WHOLE, "c.end_time"))),
              new Entity.Fixed(
                  "dataset",
                  List.of("dataset", "datasets"),
                  List.of(
                      Field.rows("name", TEXT, DATASET_NAME, FIRST_DATASET_NAME),
                      Field.rows("digest", TEXT, DATASET_DIGEST, FIRST_DATASET_DIGEST),
                      Field.rows("context", TEXT, DATASET_CONTEXT, FIRST_DATASET_CONTEXT)))),
          NEWEST_FIRST,
          NEWEST_FIRST);

  private CandidateVocabulary() {}
}
