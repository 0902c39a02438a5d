package imprint.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderItemTest {
  @Test
  void clauseIsReadWithItsQuotesAndDirection() {
    assertEquals(item("metrics", "a", false), OrderItem.parse("metrics.a"));
    assertEquals(item("metrics", "a b", true), OrderItem.parse("metrics.`a b` DESC"));
    assertEquals(item("metrics", "a/b", false), OrderItem.parse(" metrics.\"a/b\" asc "));
    assertEquals(item("params", "a.b", true), OrderItem.parse("`params`.a.b\tdesc"));
    assertEquals(OrderItem.ascending("Run Name"), OrderItem.parse("\"Run Name\""));
    assertEquals(OrderItem.descending("desc"), OrderItem.parse("`desc` desc"));
  }

  @Test
  void plainNameKeepsAllAfterItsFirstDot() {
    assertEquals(
        item("metrics", "val loss/x.y", true),
        OrderItem.named("metrics.val loss/x.y", false, Map.of()));
    assertEquals(item("tags", "my tag", false), OrderItem.named("tags.`my tag`", true, Map.of()));
    assertEquals(OrderItem.ascending("name"), OrderItem.named(" name ", true, Map.of()));
    assertThrows(SearchSyntaxException.class, () -> OrderItem.named("metrics.", true, Map.of()));
    assertThrows(SearchSyntaxException.class, () -> OrderItem.named("", true, Map.of()));
    assertThrows(SearchSyntaxException.class, () -> OrderItem.named("metrics.\0", true, Map.of()));
    assertThrows(
        SearchSyntaxException.class, () -> OrderItem.named("m".repeat(1001), true, Map.of()));
  }

  @Test
  void itemHasOneTextWhateverTheOrderOfItsBinds() {
    Map<String, Object> oneWay = new LinkedHashMap<>();
    oneWay.put("dataset_name", "n");
    oneWay.put("dataset_digest", "d");
    Map<String, Object> otherWay = new LinkedHashMap<>();
    otherWay.put("dataset_digest", "d");
    otherWay.put("dataset_name", "n");
    assertEquals(
        OrderItem.named("metrics.a", true, oneWay).toString(),
        OrderItem.named("metrics.a", true, otherWay).toString());
  }

  private static OrderItem item(String entity, String key, boolean descending) {
    return new OrderItem(Optional.of(entity), key, descending, Map.of());
  }
}
