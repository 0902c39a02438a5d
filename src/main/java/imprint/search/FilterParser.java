package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads a filter into its tree.
 *
 * <pre>
 * filter := [ any ]
 * any    := all ( OR all )*
 * all    := part ( AND part )*
 * part   := NOT part | '(' any ')' | clause
 * clause := name comparator value | name [NOT] IN '(' text ( ',' text )* [','] ')' | name IS [NOT] NULL
 * </pre>
 *
 * The clauses and their joining by AND are MLflow's; OR, NOT and parentheses are ours.
 */
final class FilterParser {
  /** The longest filter, in UTF-16 units: room for the largest list of run ids. */
  static final int LONGEST = 400_000;

  static final int DEEPEST = 64;

  /**
   * PostgreSQL plans this many in a fifth of a second; it takes longer than it is worth for more.
   */
  static final int MOST_CLAUSES = 300;

  static final int MOST_LISTED = 10_000;

  private final SourceText source;
  private final Tokenizer tokenizer;
  private Token token;
  private int depth;
  private int clauses;

  private FilterParser(SourceText source) {
    this.source = source;
    this.tokenizer = new Tokenizer(source);
    this.token = tokenizer.next();
  }

  static Filter parse(SourceText source) {
    if (source.text().isEmpty()) {
      return new Filter.Everything();
    }
    FilterParser parser = new FilterParser(source);
    if (parser.token instanceof Token.End end) {
      throw source.error(
          "Invalid filter '%s'. Could not be parsed. Expected a clause such as metrics.rmse < 1"
              .formatted(echo(source.text())),
          end.offset());
    }
    Filter filter = parser.any();
    if (!(parser.token instanceof Token.End)) {
      throw parser.notAClause();
    }
    return filter;
  }

  private Filter any() {
    List<Filter> parts = new ArrayList<>();
    parts.add(all());
    while (accept("OR")) {
      parts.add(all());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.Any(List.copyOf(parts));
  }

  private Filter all() {
    List<Filter> parts = new ArrayList<>();
    parts.add(part());
    while (accept("AND")) {
      parts.add(part());
    }
    return parts.size() == 1 ? parts.getFirst() : new Filter.All(List.copyOf(parts));
  }

  private Filter part() {
    Token start = token;
    if (accept("NOT")) {
      deeper(start);
      Filter part = part();
      depth--;
      return new Filter.Not(part);
    }
    if (accept("(")) {
      deeper(start);
      Filter inner = any();
      expect(")", "AND, OR or ')'");
      depth--;
      return inner;
    }
    return clause();
  }

  private void deeper(Token start) {
    if (++depth > DEEPEST) {
      throw source.error(
          "The filter is nested too deeply. Expected at most %d levels".formatted(DEEPEST),
          start.offset());
    }
  }

  private Filter clause() {
    if (++clauses > MOST_CLAUSES) {
      throw source.error(
          "The filter has too many clauses. Expected at most " + MOST_CLAUSES, token.offset());
    }
    Identifier identifier = identifier();
    int at = token.offset();
    Operator operator = operator();
    return switch (operator) {
      case IS_NULL, IS_NOT_NULL -> new Filter.Presence(identifier, operator, at);
      case IN, NOT_IN -> new Filter.Membership(identifier, operator, at, list());
      case EQUALS, NOT_EQUALS, LESS, AT_MOST, GREATER, AT_LEAST, LIKE, ILIKE ->
          new Filter.Comparison(identifier, operator, at, value());
    };
  }

  private Identifier identifier() {
    Token found = token;
    if (found instanceof Token.Name name && !isReserved(name)) {
      advance();
      return name.identifier();
    }
    if (found instanceof Token.Text text
        && text.written().startsWith("\"")
        && !text.value().isEmpty()) {
      advance();
      return new Identifier(Optional.empty(), text.value(), text.offset());
    }
    if (found instanceof Token.End || found instanceof Token.Name) {
      throw source.error(
          "Invalid clause(s) in filter string: '%s'. Expected a clause such as metrics.rmse < 1, found %s"
              .formatted(echo(source.text()), found.written()),
          found.offset());
    }
    throw source.error(
        "Invalid comparison clause. Expected 'Identifier' found '%s'"
            .formatted(echo(found.written())),
        found.offset());
  }

  private static boolean isReserved(Token.Name name) {
    return name.is("AND") || name.is("OR") || name.is("IN") || name.is("IS") || name.is("NULL");
  }

  private Operator operator() {
    Token found = token;
    if (accept("IS")) {
      boolean negated = accept("NOT");
      expect("NULL", "NULL");
      return negated ? Operator.IS_NOT_NULL : Operator.IS_NULL;
    }
    if (accept("NOT")) {
      if (accept("IN")) {
        return Operator.NOT_IN;
      }
      throw noComparator("NOT " + token.written(), found);
    }
    if (found instanceof Token.Name || (found instanceof Token.Symbol && isComparison(found))) {
      advance();
      return Operator.spelled(found.written())
          .orElseThrow(() -> noComparator(found.written(), found));
    }
    throw source.error(
        "Invalid comparison clause. Expected comparison found '%s'; a key that holds more than letters, digits, _ and . needs quotes,"
            .formatted(echo(found.written())),
        found.offset());
  }

  private static boolean isComparison(Token symbol) {
    return "=<>!~".indexOf(symbol.written().charAt(0)) >= 0;
  }

  private SearchSyntaxException noComparator(String written, Token at) {
    return source.error(
        "Invalid comparator '%s' not one of '%s'. Expected one of these"
            .formatted(echo(written), Operator.list(EnumSet.allOf(Operator.class))),
        at.offset());
  }

  private Literal value() {
    Token found = token;
    Literal literal =
        switch (found) {
          case Token.Text text -> new Literal.Text(text.value(), text.written(), text.offset());
          case Token.Numeric number -> new Literal.Numeric(number.written(), number.offset());
          case Token.Name name -> new Literal.Word(name.written(), name.offset());
          case Token.Symbol symbol when startsWord(symbol) ->
              new Literal.Word(symbol.written(), symbol.offset());
          case Token.Symbol symbol -> throw noValue(symbol);
          case Token.End end -> throw noValue(end);
        };
    advance();
    return literal;
  }

  /** A malformed number, such as {@code 0x10}, is told apart when the field is known. */
  private static boolean startsWord(Token.Symbol symbol) {
    return symbol.written().length() > 1 && !isComparison(symbol);
  }

  private SearchSyntaxException noValue(Token found) {
    return source.error(
        "Invalid comparison clause. Expected value token found '%s'"
            .formatted(echo(found.written())),
        found.offset());
  }

  private List<Literal.Text> list() {
    expect("(", "'(' and a list of quoted strings");
    List<Literal.Text> values = new ArrayList<>();
    while (!accept(")")) {
      Token found = token;
      if (!(found instanceof Token.Text text)) {
        throw badList(
            found instanceof Token.Symbol || found instanceof Token.End
                ? "expected a non-empty list of string values, but got ill-formed list"
                : "expected string value, punctuation, or whitespace, but got different type in list",
            found);
      }
      if (values.size() == MOST_LISTED) {
        throw badList("expected at most %d string values".formatted(MOST_LISTED), found);
      }
      values.add(new Literal.Text(text.value(), text.written(), text.offset()));
      advance();
      if (!accept(",") && !token.written().equals(")")) {
        throw badList(
            "expected a non-empty list of string values, but got ill-formed list; expected ',' or ')'",
            token);
      }
    }
    if (values.isEmpty()) {
      throw badList("expected a non-empty list of string values, but got empty list", token);
    }
    return List.copyOf(values);
  }

  private SearchSyntaxException badList(String problem, Token at) {
    return source.error("While parsing a list in the query, " + problem, at.offset());
  }

  private boolean accept(String expected) {
    boolean found =
        token.is(expected) || (token instanceof Token.Symbol && token.written().equals(expected));
    if (found) {
      advance();
    }
    return found;
  }

  private void expect(String expected, String described) {
    if (!accept(expected)) {
      throw source.error(
          "Invalid clause(s) in filter string: '%s'. Expected %s"
              .formatted(echo(token.written()), described),
          token.offset());
    }
  }

  private SearchSyntaxException notAClause() {
    if (token.written().equals(";") && !source.text().substring(token.offset() + 1).isBlank()) {
      return source.error(
          "Search filter contained multiple expression '%s'. Provide AND-ed expression list. Expected the end"
              .formatted(echo(source.text())),
          token.offset());
    }
    return source.error(
        "Invalid clause(s) in filter string: '%s'. Expected AND, OR or the end"
            .formatted(echo(token.written())),
        token.offset());
  }

  private void advance() {
    token = tokenizer.next();
  }
}
