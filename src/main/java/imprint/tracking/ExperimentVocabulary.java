package imprint.tracking;

import static imprint.search.ValueType.NUMERAL;
import static imprint.search.ValueType.TEXT;
import static imprint.search.ValueType.WHOLE;

import imprint.search.Entity;
import imprint.search.Field;
import imprint.search.Operator;
import imprint.search.OrderItem;
import imprint.search.Vocabulary;
import java.util.List;

/** What searches of experiments name. The base table is {@code experiment e}. */
final class ExperimentVocabulary {
  private static final String TAG =
      """
      select t.value from experiment_tag t where t.experiment_id = e.id and t.key = :key
      """;

  static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              new Entity.Fixed(
                  "attribute",
                  List.of("attribute", "attributes"),
                  List.of(
                      Field.column("name", TEXT, "e.name"),
                      Field.column("experiment_id", NUMERAL, "e.id"),
                      Field.column("creation_time", WHOLE, "e.creation_time"),
                      Field.column("last_update_time", WHOLE, "e.last_update_time"))),
              new Entity.Family(
                  "tag",
                  List.of("tag", "tags"),
                  TEXT,
                  Operator.OPTIONAL_TEXT,
                  new Field.Source.Rows(TAG, TAG))),
          List.of(OrderItem.descending("creation_time"), OrderItem.ascending("experiment_id")),
          List.of(OrderItem.descending("experiment_id")));

  private ExperimentVocabulary() {}
}
