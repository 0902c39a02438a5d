package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.Locale;

/** Writes the comparison of one value that is not null. */
final class Conditions {
  private final SourceText source;
  private final Binds binds;
  private final boolean bareText;

  Conditions(SourceText source, Binds binds, boolean bareText) {
    this.source = source;
    this.binds = binds;
    this.bareText = bareText;
  }

  String compare(Field field, String expression, Filter.Comparison clause) {
    Operator operator = clause.operator();
    return switch (field.type()) {
      case TEXT, IDENTITY -> text(field, expression, operator, clause.value());
      case NUMERAL ->
          "%s %s %s"
              .formatted(
                  expression,
                  sign(operator),
                  binds.add(numeral(field, textOf(field, clause.value()), clause.value())));
      case REAL -> real(expression, operator, Double.parseDouble(number(field, clause.value())));
      case WHOLE -> whole(expression, operator, number(field, clause.value()));
    };
  }

  String among(Field field, String expression, Filter.Membership clause) {
    Object values =
        field.type() == ValueType.NUMERAL
            ? clause.values().stream()
                .mapToLong(value -> numeral(field, value.value(), value))
                .toArray()
            : clause.values().stream()
                .map(value -> field.spelling().apply(value.value()))
                .toArray(String[]::new);
    return clause.operator() == Operator.IN
        ? "%s = any(%s)".formatted(expression, binds.add(values))
        : "%s <> all(%s)".formatted(expression, binds.add(values));
  }

  /**
   * In a pattern only % and _ mean something. Case is ignored by the rules of Unicode, not of the
   * database's locale.
   */
  private String text(Field field, String expression, Operator operator, Literal literal) {
    String value = textOf(field, literal);
    return switch (operator) {
      case LIKE -> "%s like %s escape ''".formatted(expression, binds.add(value));
      case ILIKE ->
          "%s collate \"und-x-icu\" ilike %s escape ''".formatted(expression, binds.add(value));
      case EQUALS, NOT_EQUALS, LESS, AT_MOST, GREATER, AT_LEAST, IN, NOT_IN, IS_NULL, IS_NOT_NULL ->
          "%s %s %s"
              .formatted(expression, sign(operator), binds.add(field.spelling().apply(value)));
    };
  }

  /** PostgreSQL has NaN greater than every number; here it is neither less nor greater than any. */
  private String real(String expression, Operator operator, double value) {
    String condition = "%s %s %s".formatted(expression, sign(operator), binds.add(value));
    return operator == Operator.GREATER || operator == Operator.AT_LEAST
        ? "(%s and %s < float8 'NaN')".formatted(condition, expression)
        : condition;
  }

  /**
   * A whole number against any number, exactly: fractions are rounded to where the answer is the
   * same.
   */
  private String whole(String expression, Operator operator, String written) {
    if (written.matches("-?[0-9]+")) {
      try {
        return "%s %s %s".formatted(expression, sign(operator), binds.add(Long.parseLong(written)));
      } catch (NumberFormatException beyondLong) {
        return beyond(operator, written.startsWith("-"));
      }
    }
    double value = Double.parseDouble(written);
    if (value >= 0x1p63 || value < -0x1p63) {
      return beyond(operator, value < 0);
    }
    if (value == Math.rint(value)) {
      return "%s %s %s".formatted(expression, sign(operator), binds.add((long) value));
    }
    return switch (operator) {
      case LESS, AT_MOST -> "%s <= %s".formatted(expression, binds.add((long) Math.floor(value)));
      case GREATER, AT_LEAST ->
          "%s >= %s".formatted(expression, binds.add((long) Math.ceil(value)));
      default -> constant(operator == Operator.NOT_EQUALS);
    };
  }

  private static String beyond(Operator operator, boolean below) {
    return switch (operator) {
      case LESS, AT_MOST -> constant(!below);
      case GREATER, AT_LEAST -> constant(below);
      default -> constant(operator == Operator.NOT_EQUALS);
    };
  }

  private static String constant(boolean value) {
    return value ? "true" : "false";
  }

  private static String sign(Operator operator) {
    return operator == Operator.NOT_EQUALS ? "<>" : operator.spelling();
  }

  private String number(Field field, Literal literal) {
    if (literal instanceof Literal.Numeric number) {
      return number.written();
    }
    String what =
        field.type() == ValueType.REAL
            ? field.entity()
            : "numeric " + field.entity() + ": " + field.key();
    throw source.error(
        "Expected numeric value type for %s. Found %s".formatted(what, echo(literal.written())),
        literal.offset());
  }

  private String textOf(Field field, Literal literal) {
    if (literal instanceof Literal.Text text) {
      return text.value();
    }
    if (bareText) {
      return literal.written();
    }
    String message =
        switch (literal) {
          case Literal.Word word ->
              "Parameter value is either not quoted or unidentified quote types used for string value %s. Use either single or double quotes. Expected quotes"
                  .formatted(echo(word.written()));
          case Literal other ->
              "Expected a quoted string value for %s. Got value %s"
                  .formatted(described(field), echo(other.written()));
        };
    throw source.error(message, literal.offset());
  }

  private static String described(Field field) {
    return switch (field.entity().toLowerCase(Locale.ROOT)) {
      case "attribute", "attributes" -> "attributes";
      case "dataset" -> "dataset attributes";
      default -> field.entity() + " (e.g. 'my-value')";
    };
  }

  private long numeral(Field field, String value, Literal literal) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException notANumber) {
      throw source.error(
          "Invalid value for %s: '%s'. Expected a quoted whole number"
              .formatted(field.key(), echo(value)),
          literal.offset());
    }
  }
}
