package imprint.mlflow.json;

import com.fasterxml.jackson.core.JsonToken;
import imprint.failure.Failure;

/** MLflow's sentences for bodies that do not fit, which clients and people match on. */
public final class WireErrors {
  private static final String SEE_DOCS =
      " See the API docs for more information about request parameters.";

  private WireErrors() {}

  /** The failure for a required field that is not there. */
  public static Failure.Invalid missing(String field) {
    return new Failure.Invalid(
        field, "Missing value for required parameter '" + field + "'." + SEE_DOCS);
  }

  /**
   * The failure for a value of the wrong type; {@code found} is its text and {@code type} MLflow's
   * name of its type.
   */
  public static Failure.Invalid wrongType(String field, String found, String type) {
    return new Failure.Invalid(
        field,
        "Invalid value "
            + Failure.echo(found)
            + " for parameter '"
            + field
            + "' supplied:  Hint: Value was of type '"
            + type
            + "'."
            + SEE_DOCS);
  }

  /** The failure for a value of the right type outside its range or form. */
  public static Failure.Invalid outOfRange(String field, String found, String expected) {
    return new Failure.Invalid(
        field,
        "Invalid value "
            + Failure.echo(found)
            + " for parameter '"
            + field
            + "' supplied: expected "
            + expected
            + "."
            + SEE_DOCS);
  }

  /** Python's name for the type of a JSON value, as MLflow's hints use it. */
  static String pythonType(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "str";
      case VALUE_NUMBER_INT -> "int";
      case VALUE_NUMBER_FLOAT -> "float";
      case VALUE_TRUE, VALUE_FALSE -> "bool";
      case START_ARRAY -> "list";
      case START_OBJECT -> "dict";
      default -> "NoneType";
    };
  }
}
