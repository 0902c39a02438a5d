package imprint.search;

import java.util.List;

/** A parsed filter. Names are not resolved yet; offsets are UTF-16 units from 0. */
sealed interface Filter {
  /** The empty filter. */
  record Everything() implements Filter {}

  record All(List<Filter> parts) implements Filter {}

  record Any(List<Filter> parts) implements Filter {}

  record Not(Filter part) implements Filter {}

  /** One clause: a name, an operator, and the values that the operator takes. */
  sealed interface Clause extends Filter {
    Identifier identifier();

    Operator operator();

    int operatorOffset();
  }

  record Comparison(Identifier identifier, Operator operator, int operatorOffset, Literal value)
      implements Clause {}

  record Membership(
      Identifier identifier, Operator operator, int operatorOffset, List<Literal.Text> values)
      implements Clause {}

  record Presence(Identifier identifier, Operator operator, int operatorOffset) implements Clause {}
}
