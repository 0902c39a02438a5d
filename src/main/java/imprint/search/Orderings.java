package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compiles orderings. What the caller asks for is followed by the vocabulary's tie-break; without a
 * wish the default order holds. Long text is ordered by its first characters: 1,000 of them, or
 * 1,200 shared among several text items, so that a page token stays short.
 */
public final class Orderings {
  private static final int MOST_ITEMS = 20;
  private static final int LONGEST_PREFIX = 1_000;
  private static final int ALL_PREFIXES = 1_200;

  private Orderings() {}

  /**
   * Compiles an ordering as MLflow writes it.
   *
   * @param clauses items of the form {@code [entity.]key [ASC|DESC]}, at most 20, no field twice
   * @throws SearchSyntaxException if one cannot be read or names nothing in the vocabulary
   */
  public static Ordering compile(Vocabulary vocabulary, List<String> clauses) {
    if (clauses.size() > MOST_ITEMS) {
      throw tooMany();
    }
    return of(vocabulary, clauses.stream().map(OrderItem::parse).toList());
  }

  /** Like {@link #compile}, for items that were not written as text. */
  public static Ordering of(Vocabulary vocabulary, List<OrderItem> items) {
    if (items.size() > MOST_ITEMS) {
      throw tooMany();
    }
    List<Choice> choices = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (OrderItem item : items) {
      Choice choice = choose(vocabulary, item);
      if (!seen.add(choice.identity())) {
        throw new SearchSyntaxException(
            "`order_by` contains duplicate fields: '%s'. Expected each once, found it again at position %d"
                .formatted(echo(item.key()), choices.size() + 1),
            choices.size() + 1);
      }
      choices.add(choice);
    }
    for (OrderItem item : items.isEmpty() ? vocabulary.defaultOrder() : vocabulary.tieBreak()) {
      Choice choice = choose(vocabulary, item);
      if (seen.add(choice.identity())) {
        choices.add(choice);
      }
    }
    return write(vocabulary, choices);
  }

  private static Ordering write(Vocabulary vocabulary, List<Choice> choices) {
    long texts = choices.stream().filter(choice -> choice.field().type() == ValueType.TEXT).count();
    int prefix = (int) Math.min(LONGEST_PREFIX, ALL_PREFIXES / Math.max(1, texts));
    Binds binds = new Binds("o");
    List<String> joins = new ArrayList<>();
    List<SortTerm> terms = new ArrayList<>();
    for (Choice choice : choices) {
      Field field = choice.field();
      String value =
          switch (field.source()) {
            case Field.Source.Column column -> column.expression();
            case Field.Source.Rows rows -> {
              String alias = "o" + joins.size();
              Map<String, Object> given = new LinkedHashMap<>(vocabulary.binds());
              given.putAll(choice.item().binds());
              given.put("key", field.key());
              // without offset 0 PostgreSQL would make one join of it, and where its statistics lag
              // behind, as after ten thousand new rows, compare each row with each: 12 s seen
              joins.add(
                  "left join lateral (%s offset 0) %s on true"
                      .formatted(binds.rename(rows.one().strip(), given), alias));
              yield alias + ".value";
            }
          };
      String expression =
          field.type() == ValueType.TEXT ? "left(%s, %d)".formatted(value, prefix) : value;
      boolean nullable =
          !(field.source() instanceof Field.Source.Column column) || column.nullable();
      terms.add(
          new SortTerm(
              "sort_" + terms.size(),
              expression,
              field.type(),
              choice.item().descending(),
              nullable));
    }
    return new Ordering(String.join("\n", joins), terms, binds.values());
  }

  private static Choice choose(Vocabulary vocabulary, OrderItem item) {
    Identifier identifier = new Identifier(item.entity(), item.key(), 0);
    return new Choice(item, vocabulary.resolve(identifier, new SourceText(item.key())));
  }

  private static SearchSyntaxException tooMany() {
    return new SearchSyntaxException(
        "`order_by` has too many items. Expected at most %d, found another at position %d"
            .formatted(MOST_ITEMS, MOST_ITEMS + 1),
        MOST_ITEMS + 1);
  }

  private record Choice(OrderItem item, Field field) {
    List<Object> identity() {
      return List.of(field.entity(), field.key(), item.binds());
    }
  }
}
