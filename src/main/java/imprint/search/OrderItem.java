package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One item of an ordering.
 *
 * @param entity the word before the dot; empty for an attribute
 * @param key what to order by
 * @param binds values for the binds that the field's SQL mentions, over those of the vocabulary
 */
public record OrderItem(
    Optional<String> entity, String key, boolean descending, Map<String, Object> binds) {

  private static final int LONGEST = 1_000;

  public OrderItem {
    // Sorted, since the item's text goes into fingerprints, which other servers must find equal.
    binds = Collections.unmodifiableMap(new TreeMap<>(binds));
  }

  public static OrderItem ascending(String attribute) {
    return new OrderItem(Optional.empty(), attribute, false, Map.of());
  }

  public static OrderItem descending(String attribute) {
    return new OrderItem(Optional.empty(), attribute, true, Map.of());
  }

  /**
   * An item given as a plain name such as {@code metrics.val/loss}: the key is all that follows the
   * first dot, freed of back-quotes round it.
   *
   * @throws SearchSyntaxException if the name is empty, too long, or holds what no name holds
   */
  public static OrderItem named(String name, boolean ascending, Map<String, Object> binds) {
    SourceText source = SourceText.of(name.strip(), LONGEST, "order_by field name");
    String text = source.text();
    int dot = text.indexOf('.');
    String key = text.substring(dot + 1);
    boolean quoted = key.length() > 2 && key.startsWith("`") && key.endsWith("`");
    if (key.isEmpty()) {
      throw source.error(
          "Invalid order by field name: '%s'. Expected a key".formatted(echo(text)), text.length());
    }
    return new OrderItem(
        dot < 0 ? Optional.empty() : Optional.of(text.substring(0, dot)),
        quoted ? key.substring(1, key.length() - 1) : key,
        !ascending,
        binds);
  }

  /**
   * Reads {@code [entity.]key [ASC|DESC]}, as MLflow writes an item of {@code order_by}; at most
   * 1,000 characters.
   *
   * @throws SearchSyntaxException if the text is anything else
   */
  public static OrderItem parse(String text) {
    SourceText source = SourceText.of(text, LONGEST, "order_by clause");
    Tokenizer tokenizer = new Tokenizer(source);
    Identifier identifier = identifier(source, tokenizer.next());
    Token direction = tokenizer.next();
    boolean descending = direction.is("DESC");
    if (direction instanceof Token.End) {
      return new OrderItem(identifier.entity(), identifier.key(), false, Map.of());
    }
    if (!descending && !direction.is("ASC")) {
      throw source.error(
          direction instanceof Token.Name
              ? "Invalid ordering key in order_by clause '%s'. Expected ASC or DESC"
                  .formatted(echo(text))
              : "Invalid order_by clause '%s'. Could not be parsed. Expected ASC, DESC or the end; a key that holds more than letters, digits, _ and . needs quotes,"
                  .formatted(echo(text)),
          direction.offset());
    }
    Token end = tokenizer.next();
    if (!(end instanceof Token.End)) {
      throw source.error(
          "Invalid order_by clause '%s'. Could not be parsed. Expected the end"
              .formatted(echo(text)),
          end.offset());
    }
    return new OrderItem(identifier.entity(), identifier.key(), descending, Map.of());
  }

  private static Identifier identifier(SourceText source, Token token) {
    return switch (token) {
      case Token.Name name -> name.identifier();
      case Token.Text text when !text.value().isEmpty() ->
          new Identifier(Optional.empty(), text.value(), text.offset());
      case Token other ->
          throw source.error(
              "Invalid order_by clause '%s'. Could not be parsed. Expected a name such as metrics.rmse"
                  .formatted(echo(source.text())),
              other.offset());
    };
  }
}
