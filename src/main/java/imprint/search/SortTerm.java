package imprint.search;

import imprint.page.InvalidPageTokenException;
import imprint.page.SortValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * One expression of an ordering. Missing values come last in both directions, and NaN before them
 * and after every number.
 *
 * @param column the name under which a row carries the value
 * @param expression the SQL of the value
 */
record SortTerm(
    String column, String expression, ValueType type, boolean descending, boolean nullable) {

  String select() {
    return expression + " as " + column;
  }

  String orderBy() {
    String direction = descending ? " desc" : "";
    if (type == ValueType.REAL && descending) {
      // PostgreSQL has NaN greater than every number, which is right for ascending order only.
      return "nullif(%s, float8 'NaN') desc nulls last, %s nulls last"
          .formatted(expression, expression);
    }
    return expression + direction + (nullable ? " nulls last" : "");
  }

  /** Which rows come after one with this value; empty if none does. */
  Optional<String> beyond(SortValue value, String bind) {
    String after = "%s %s %s".formatted(expression, descending ? "<" : ">", bind);
    String missing = expression + " is null";
    return switch (value) {
      case SortValue.Missing ignored -> Optional.empty();
      case SortValue.Real real when Double.isNaN(real.value()) -> Optional.of(missing);
      case SortValue.Real ignored when descending ->
          Optional.of("(%s or %s = float8 'NaN' or %s)".formatted(after, expression, missing));
      case SortValue ignored ->
          Optional.of(nullable ? "(%s or %s)".formatted(after, missing) : after);
    };
  }

  /** Which rows have this very value. */
  String same(SortValue value, String bind) {
    return value instanceof SortValue.Missing
        ? expression + " is null"
        : "%s = %s".formatted(expression, bind);
  }

  /**
   * What an index can use: rows with this value or beyond. Empty where missing values keep it from
   * being one range.
   */
  Optional<String> range(String bind) {
    return nullable
        ? Optional.empty()
        : Optional.of("%s %s %s".formatted(expression, descending ? "<=" : ">=", bind));
  }

  SortValue read(ResultSet row) throws SQLException {
    SortValue value =
        switch (type) {
          case TEXT, IDENTITY -> {
            String text = row.getString(column);
            yield text == null ? new SortValue.Missing() : new SortValue.Text(text);
          }
          case WHOLE, NUMERAL -> new SortValue.Whole(row.getLong(column));
          case REAL -> new SortValue.Real(row.getDouble(column));
        };
    return row.wasNull() ? new SortValue.Missing() : value;
  }

  /** The value as a bind; empty for a missing one. */
  Optional<Object> bind(SortValue value) {
    return switch (value) {
      case SortValue.Text text when type == ValueType.TEXT || type == ValueType.IDENTITY ->
          Optional.of(text.value());
      case SortValue.Whole whole when type == ValueType.WHOLE || type == ValueType.NUMERAL ->
          Optional.of(whole.value());
      case SortValue.Real real when type == ValueType.REAL -> Optional.of(real.value());
      case SortValue.Missing ignored when nullable -> Optional.empty();
      case SortValue ignored -> throw new InvalidPageTokenException();
    };
  }
}
