package imprint.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What was found: in JSON a number with all its digits, or a text. NaN and the infinities are
 * texts, since JSON has no such numbers.
 */
public sealed interface Value {
  record Text(String text) implements Value {
    @JsonValue
    String json() {
      return text;
    }
  }

  record Numeric(double value) implements Value {
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a number that JSON has not");
      }
    }

    @JsonValue
    double json() {
      return value;
    }
  }

  static Value of(double value) {
    return Double.isFinite(value) ? new Numeric(value) : new Text(Double.toString(value));
  }

  /** The value that was written as this JSON. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Value ofJson(Object json) {
    return json instanceof Number number
        ? new Numeric(number.doubleValue())
        : new Text(String.valueOf(json));
  }
}
