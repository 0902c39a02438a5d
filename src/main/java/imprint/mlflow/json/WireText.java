package imprint.mlflow.json;

import imprint.failure.Failure;

/**
 * Text that PostgreSQL can hold and give back exactly: anything but NUL and unpaired surrogates.
 */
public final class WireText {
  private WireText() {}

  /** Whether PostgreSQL keeps this text. */
  static boolean isKept(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return c != 0 && isKeptPairwise(text);
      }
    }
    return true;
  }

  private static boolean isKeptPairwise(String text) {
    return text.indexOf(0) < 0
        && text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** Gives {@code text} back, or fails naming {@code field}. */
  public static String check(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new Failure.Invalid(
            field,
            "Invalid value for parameter '" + field + "' supplied: it holds a NUL character.");
      }
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          throw new Failure.Invalid(
              field,
              "Invalid value for parameter '"
                  + field
                  + "' supplied: it holds half of a surrogate pair.");
        }
        i++;
      }
    }
    return text;
  }
}
