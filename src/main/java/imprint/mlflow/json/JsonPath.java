package imprint.mlflow.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a parser stands, as errors name it: {@code metrics[3].key}. Read off the parser only when
 * something is wrong, since a batch has thousands of values and hardly ever a wrong one.
 */
final class JsonPath {
  private JsonPath() {}

  /** The path of the current value. */
  static String of(JsonParser json) {
    JsonStreamContext context = json.getParsingContext();
    // at the start of an array or object the parser is already inside of it
    boolean inside = json.currentToken() != null && json.currentToken().isStructStart();
    return text(inside ? context.getParent() : context);
  }

  /** The path of a field of the object that just ended. */
  static String afterObject(JsonParser json, String field) {
    return join(text(json.getParsingContext()), field);
  }

  /** The path of a field of the object whose field name was just read, whatever its spelling. */
  static String atFieldName(JsonParser json, String field) {
    return join(text(json.getParsingContext().getParent()), field);
  }

  private static String join(String object, String field) {
    return object.isEmpty() ? field : object + "." + field;
  }

  private static String text(@Nullable JsonStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String parent = text(context.getParent());
    if (context.inArray()) {
      return parent + "[" + context.getCurrentIndex() + "]";
    }
    return join(parent, String.valueOf(context.getCurrentName()));
  }
}
