package imprint.mlflow.json;

import java.math.BigDecimal;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Numbers as protobuf's JSON reading takes them: int64 as a number, an integral float or a numeric
 * string (the Java client sends strings, R's sends {@code 1.7e+12}); doubles also as {@code NaN},
 * {@code Infinity}, {@code -Infinity}. Nothing is rounded: what does not fit is refused.
 */
public final class WireNumbers {
  private static final int LONGEST = 64;
  private static final int LONGEST_DOUBLE = 1000;
  private static final int LARGEST_EXPONENT = 400;
  private static final Pattern DECIMAL =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?");
  private static final Pattern LENIENT_DECIMAL =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

  private WireNumbers() {}

  /** The exact 64-bit integer that {@code text} spells, or empty. */
  public static OptionalLong int64(String text) {
    if (text.length() > LONGEST || !DECIMAL.matcher(text).matches()) {
      return OptionalLong.empty();
    }
    try {
      if (text.indexOf('.') < 0 && text.indexOf('e') < 0 && text.indexOf('E') < 0) {
        return OptionalLong.of(Long.parseLong(text));
      }
      BigDecimal exact = new BigDecimal(text);
      if (Math.abs((long) exact.scale()) > LARGEST_EXPONENT) {
        return OptionalLong.empty();
      }
      return OptionalLong.of(exact.longValueExact());
    } catch (ArithmeticException | NumberFormatException notAnInt64) {
      return OptionalLong.empty();
    }
  }

  /**
   * The double that {@code text} spells, or empty; a finite numeral too large for a double is
   * refused, not infinite.
   */
  public static OptionalDouble float64(String text) {
    return switch (text) {
      case "NaN", "nan" -> OptionalDouble.of(Double.NaN);
      case "Infinity", "inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
      case "-Infinity", "-inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
      default -> finite(text);
    };
  }

  private static OptionalDouble finite(String text) {
    if (text.length() > LONGEST_DOUBLE || !LENIENT_DECIMAL.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
