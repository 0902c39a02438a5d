import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON (RFC 8259) into maps, lists, text, {@link Double}, {@link Boolean} and null, so that
 * answers can be checked without a library. Paths reach into what was read: {@code at(answer,
 * "run", "info", "run_id")}.
 */
final class Json {
  private final String text;
  private int position;

  private Json(String text) {
    this.text = text;
  }

  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.space();
    if (json.position != text.length()) {
      throw json.failure("the end");
    }
    return value;
  }

  /** The value under these keys, or null when one of them is absent. */
  static Object at(Object value, String... keys) {
    Object found = value;
    for (String key : keys) {
      found = found instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return found;
  }

  /** The list under these keys; MLflow leaves out an empty one, so absent is empty. */
  static List<?> list(Object value, String... keys) {
    return at(value, keys) instanceof List<?> list ? list : List.of();
  }

  static String text(Object value, String... keys) {
    if (at(value, keys) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("no text at " + String.join(".", keys) + " in " + value);
  }

  /** A number; int64 may also come as text, and 0 may be left out. */
  static double number(Object value, String... keys) {
    return switch (at(value, keys)) {
      case Double number -> number;
      case String text -> Double.parseDouble(text);
      case null -> 0;
      case Object other -> throw new IllegalArgumentException("not a number: " + other);
    };
  }

  private Object value() {
    space();
    char c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    position++;
    space();
    while (peek() != '}') {
      space();
      String name = string();
      space();
      expect(':');
      members.put(name, value());
      separator('}');
    }
    position++;
    return members;
  }

  private List<Object> array() {
    List<Object> elements = new ArrayList<>();
    position++;
    space();
    while (peek() != ']') {
      elements.add(value());
      separator(']');
    }
    position++;
    return elements;
  }

  private void separator(char end) {
    space();
    if (peek() != end) {
      expect(',');
    }
  }

  private String string() {
    expect('"');
    StringBuilder content = new StringBuilder();
    while (true) {
      char c = peek();
      position++;
      if (c == '"') {
        return content.toString();
      }
      content.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = peek();
    position++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        position += 4;
        yield (char) Integer.parseInt(text.substring(position - 4, position), 16);
      }
      default -> c;
    };
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw failure(word);
    }
    position += word.length();
    return value;
  }

  private Double number() {
    int start = position;
    while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    if (start == position) {
      throw failure("a value");
    }
    return Double.valueOf(text.substring(start, position));
  }

  private void space() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
  }

  private char peek() {
    if (position >= text.length()) {
      throw failure("more");
    }
    return text.charAt(position);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw failure("'" + c + "'");
    }
    position++;
  }

  private IllegalArgumentException failure(String expected) {
    String rest = text.substring(position, Math.min(text.length(), position + 40));
    return new IllegalArgumentException(
        "expected " + expected + " at " + position + " before '" + rest + "'");
  }
}
