package imprint.policy;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Numbers as JSON writes them. */
final class Numbers {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]{0,30})(?:\\.[0-9]{1,30})?+(?:[eE][+-]?[0-9]{1,3})?+");

  private Numbers() {}

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** The shortest decimal text that is this double: {@code 0.92}, {@code 3}, {@code NaN}. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  /**
   * How far a double lies above another, as people read them: 0.922 is 0.002 above 0.92, which the
   * difference of the binary values is not. Both are finite.
   */
  static BigDecimal difference(double value, double other) {
    return new BigDecimal(Double.toString(value)).subtract(new BigDecimal(Double.toString(other)));
  }

  static BigDecimal decimal(double value) {
    return new BigDecimal(Double.toString(value));
  }
}
