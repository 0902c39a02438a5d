package imprint.mlflow;

import imprint.mlflow.json.WireErrors;
import imprint.mlflow.json.WireNumbers;
import imprint.mlflow.json.WireText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters by the rules that bodies follow. */
final class Arguments {
  private Arguments() {}

  /** The parameter, which must be there and not be empty. */
  static String required(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      throw WireErrors.missing(name);
    }
    return WireText.check(name, value);
  }

  /** The parameter or the one that may stand in for it. */
  static String required(String name, @Nullable String value, @Nullable String instead) {
    return required(name, value == null || value.isEmpty() ? instead : value);
  }

  /** The parameter, or null when it is absent or empty. */
  static @Nullable String optional(String name, @Nullable String value) {
    return value == null || value.isEmpty() ? null : WireText.check(name, value);
  }

  /** A parameter that may be repeated and must be there; none of its values may be empty. */
  static List<String> required(String name, List<String> values) {
    if (values.isEmpty()) {
      throw WireErrors.missing(name);
    }
    return values.stream().map(value -> required(name, value)).toList();
  }

  /** The parameter as a boolean in any capitalisation, false when it is absent. */
  static boolean flag(String name, @Nullable String value) {
    if (value == null || value.isEmpty() || value.equalsIgnoreCase("false")) {
      return false;
    }
    if (value.equalsIgnoreCase("true")) {
      return true;
    }
    throw WireErrors.wrongType(name, "\"" + value + "\"", "str");
  }

  /** The parameter as a 64-bit integer, or null when it is absent. */
  static @Nullable Long int64(String name, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    return WireNumbers.int64(value)
        .orElseThrow(() -> WireErrors.wrongType(name, "\"" + value + "\"", "str"));
  }

  /** The parameter as a 32-bit integer, or null when it is absent. */
  static @Nullable Integer int32(String name, @Nullable String value) {
    Long wide = int64(name, value);
    if (wide != null && wide != wide.intValue()) {
      throw WireErrors.outOfRange(name, String.valueOf(value), "a 32-bit integer");
    }
    return wide == null ? null : wide.intValue();
  }
}
