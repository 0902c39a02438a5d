package imprint.tracking;

import imprint.failure.Failure;
import java.util.ArrayDeque;

/**
 * What names and values may be. The rules and their wording are MLflow's ({@code
 * mlflow/utils/validation.py}), with two changes: nothing is cut, a value over its limit is
 * refused; and names may not hold control characters, marks that reverse the direction of writing,
 * or spaces at an edge.
 */
public final class Limits {
  /** Characters of the name of a metric, param or tag. */
  public static final int KEY = 250;

  /** Characters of the value of a param or of a candidate's tag; MLflow cuts at 6000 and 8000. */
  public static final int VALUE = 64 * 1024;

  /** Characters of the value of an experiment's tag. */
  public static final int EXPERIMENT_TAG_VALUE = 64 * 1024;

  /** Characters of an experiment's name. */
  public static final int EXPERIMENT_NAME = 500;

  /** Characters of the name of a logged model, of its type, and of its source run's id. */
  public static final int MODEL_NAME = 500;

  /** Characters of the name of a dataset. */
  public static final int DATASET_NAME = 500;

  /** Characters of the digest of a dataset. */
  public static final int DATASET_DIGEST = 36;

  /** Characters of the source of a dataset, and of the type of that source. */
  public static final int DATASET_SOURCE = 65_535;

  /** Characters of the schema of a dataset. */
  public static final int DATASET_SCHEMA = 1_048_575;

  /** Characters of the profile of a dataset. */
  public static final int DATASET_PROFILE = 16_777_215;

  /** Characters of the key of a tag of a dataset input. */
  public static final int INPUT_TAG_KEY = 255;

  /** Characters of the value of a tag of a dataset input. */
  public static final int INPUT_TAG_VALUE = 500;

  private Limits() {}

  /**
   * Checks the name of a metric, param or tag; {@code what} is how MLflow calls it, such as {@code
   * Metric name}.
   */
  public static void name(String field, String what, String name) {
    if (name.isEmpty()) {
      throw new Failure.Invalid(
          field, "Missing value for required parameter '" + field + "'. A name must not be empty.");
    }
    length(field, what, name, KEY);
    if (!name.codePoints().allMatch(Limits::isNameCharacter)
        || name.startsWith(" ")
        || name.endsWith(" ")) {
      throw new Failure.Invalid(
          field,
          "Invalid value \""
              + Failure.echo(printable(name))
              + "\" for parameter '"
              + field
              + "' supplied: Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colon(:) and slashes (/), and no space at either end.");
    }
    String normal = normalPath(name);
    if (!normal.equals(name)) {
      throw new Failure.Invalid(
          field,
          "Invalid value \""
              + Failure.echo(name)
              + "\" for parameter '"
              + field
              + "' supplied: Names may be treated as files in certain cases, and must not resolve to other names"
              + " when treated as such. This name would resolve to '"
              + Failure.echo(normal)
              + "'");
    }
  }

  /**
   * Whether a name is right at a glance, as nearly all are: letters and digits of ASCII, {@code _},
   * {@code -}, and {@code .} not at the start. Of any other, {@link #name} decides.
   */
  static boolean isPlainName(String name) {
    if (name.isEmpty() || name.length() > KEY || name.charAt(0) == '.') {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '-'
              || c == '.';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  /** Checks the number of characters of a text. */
  public static void length(String field, String what, String text, int most) {
    if (text.length() > most && text.codePointCount(0, text.length()) > most) {
      throw new Failure.Invalid(
          field, "'" + what + "' exceeds the maximum length of " + most + " characters");
    }
  }

  private static boolean isNameCharacter(int c) {
    if (c == '/' || c == '_' || c == '.' || c == '-' || c == ' ' || c == ':') {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> false;
    };
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c ->
                shown.appendCodePoint(
                    Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
                        ? '�'
                        : c));
    return shown.toString();
  }

  /**
   * What Python's {@code posixpath.normpath} makes of a name; one that leads outside or is absolute
   * never equals it.
   */
  private static String normalPath(String name) {
    ArrayDeque<String> parts = new ArrayDeque<>();
    boolean absolute = name.startsWith("/");
    for (String part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.equals("..") || !absolute) {
        parts.add(part);
      }
    }
    String joined = String.join("/", parts);
    if (absolute || joined.isEmpty() || joined.startsWith("..")) {
      // Never equal to the name: a leading slash, "." and ".." are refused as they stand.
      return absolute ? "/" + joined + "/" : joined + "/.";
    }
    return joined;
  }
}
