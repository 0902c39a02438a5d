package imprint.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class OrderingsTest {
  private static final Vocabulary VOCABULARY =
      Vocabulary.of(
          List.of(
              new Entity.Fixed(
                  "attribute",
                  List.of("attribute"),
                  List.of(Field.column("id", ValueType.WHOLE, "m.id"))),
              new Entity.Family(
                  "metric",
                  List.of("metric", "metrics"),
                  ValueType.REAL,
                  Operator.NUMERIC,
                  new Field.Source.Rows(
                      "select m.value from m where m.key = :key",
                      "select m.value from m where m.key = :key"))),
          List.of(),
          List.of());

  @Test
  void valuesToOrderByAreLookedUpRowByRow() {
    Ordering ordering = Orderings.compile(VOCABULARY, List.of("metrics.a DESC"));
    assertTrue(ordering.joins().contains("offset 0) o0 on true"), ordering.joins());
  }
}
