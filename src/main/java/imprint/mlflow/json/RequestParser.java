package imprint.mlflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import imprint.failure.Failure;
import imprint.mlflow.json.RecordShape.Field;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON body of an MLflow request into its record, streaming. Unknown fields are skipped,
 * both spellings of a field are known but not both at once, a body that is a JSON string of JSON is
 * read a second time (all as MLflow does). Unlike MLflow, whatever does not fit is refused: nothing
 * is dropped and the rest kept.
 */
public final class RequestParser {
  private static final int DEEPEST = 64;
  private static final int LONGEST_NUMBER = 1000;
  private static final int LONGEST_STRING = 17 * 1024 * 1024;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LONGEST_STRING)
                  .build())
          .build();

  private RequestParser() {}

  /**
   * The request in {@code body}, or a {@link Failure} that names the field. An empty body is an
   * empty object.
   */
  public static <T extends WireRequest> T parse(InputStream body, Class<T> type)
      throws IOException {
    try {
      return parse(body, type, true);
    } catch (StreamConstraintsException tooMuch) {
      throw new Failure.Invalid(
          "body", "The request body is nested too deeply or holds too long a value.");
    } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
      throw new Failure.Invalid(
          "body",
          "The request body is not well-formed JSON (line "
              + malformed.getLocation().getLineNr()
              + ", column "
              + malformed.getLocation().getColumnNr()
              + ").");
    }
  }

  private static <T extends WireRequest> T parse(
      InputStream body, Class<T> type, boolean mayBeQuoted) throws IOException {
    try (JsonParser json = FACTORY.createParser(body)) {
      JsonToken first = json.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return type.cast(
            finish(json, RecordShape.of(type), new Object[RecordShape.of(type).fields().size()]));
      }
      if (first == JsonToken.VALUE_STRING && mayBeQuoted) {
        byte[] inner = json.getText().getBytes(StandardCharsets.UTF_8);
        return parse(new ByteArrayInputStream(inner), type, false);
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Failure.Invalid("body", "The request body must be a JSON object.");
      }
      T request = type.cast(object(json, RecordShape.of(type)));
      if (json.nextToken() != null) {
        throw new Failure.Invalid("body", "The request body has text after its JSON object.");
      }
      return request;
    }
  }

  private static Object object(JsonParser json, RecordShape shape) throws IOException {
    @Nullable Object[] values = new @Nullable Object[shape.fields().size()];
    boolean[] seen = new boolean[values.length];
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Field field = shape.field(json.currentName());
      if (field == null) {
        json.nextToken();
        json.skipChildren();
        continue;
      }
      if (seen[field.index()]) {
        String path = JsonPath.atFieldName(json, field.name());
        throw new Failure.Invalid(
            path, "Parameter '" + path + "' is given in both of its spellings.");
      }
      seen[field.index()] = true;
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        values[field.index()] = value(json, field);
      }
    }
    return finish(json, shape, values);
  }

  private static Object finish(JsonParser json, RecordShape shape, @Nullable Object[] values) {
    for (Field field : shape.fields()) {
      Required required = field.required();
      if (required != null && isAbsent(values[field.index()], required)) {
        Field stand = required.or().isEmpty() ? null : shape.field(required.or());
        if (stand == null || isAbsent(values[stand.index()], required)) {
          throw WireErrors.missing(JsonPath.afterObject(json, field.name()));
        }
        values[field.index()] = values[stand.index()];
      }
      if (values[field.index()] == null && field.type() == List.class) {
        values[field.index()] = List.of();
      }
    }
    return shape.create(values);
  }

  private static boolean isAbsent(@Nullable Object value, Required required) {
    return value == null
        || (value instanceof String text && text.isEmpty() && !required.mayBeEmpty())
        || (value instanceof List<?> list && list.isEmpty());
  }

  private static Object value(JsonParser json, Field field) throws IOException {
    if (field.type() == List.class) {
      return list(json, field.element());
    }
    if (field.type() == Map.class) {
      return map(json);
    }
    return scalar(json, field.type());
  }

  private static Object scalar(JsonParser json, Class<?> type) throws IOException {
    JsonToken token = json.currentToken();
    if (type == String.class) {
      if (token != JsonToken.VALUE_STRING) {
        throw wrongType(json);
      }
      return text(json);
    }
    if (type == Long.class) {
      return int64(json, "a 64-bit integer");
    }
    if (type == Integer.class) {
      long wide = int64(json, "a 32-bit integer");
      if (wide != (int) wide) {
        throw WireErrors.outOfRange(JsonPath.of(json), textOf(json), "a 32-bit integer");
      }
      return (int) wide;
    }
    if (type == Double.class) {
      return float64(json);
    }
    if (type == Boolean.class) {
      return flag(json);
    }
    if (type.isEnum()) {
      return WireEnums.parse(type, numeral(json), JsonPath.of(json));
    }
    if (token != JsonToken.START_OBJECT) {
      throw wrongType(json);
    }
    return object(json, RecordShape.of(type));
  }

  private static String text(JsonParser json) throws IOException {
    String text = json.getText();
    return WireText.isKept(text) ? text : WireText.check(JsonPath.of(json), text);
  }

  private static long int64(JsonParser json, String expected) throws IOException {
    if (isShortInteger(json)) {
      return json.getLongValue();
    }
    return WireNumbers.int64(numeral(json))
        .orElseThrow(() -> WireErrors.outOfRange(JsonPath.of(json), textOf(json), expected));
  }

  private static double float64(JsonParser json) throws IOException {
    // zero may be spelt -0, which an integer would forget
    if (isShortInteger(json) && json.getLongValue() != 0) {
      return json.getLongValue();
    }
    return WireNumbers.float64(numeral(json))
        .orElseThrow(() -> WireErrors.outOfRange(JsonPath.of(json), textOf(json), "a double"));
  }

  /** Whether the value is a plain integer that the JSON reader itself takes exactly. */
  private static boolean isShortInteger(JsonParser json) throws IOException {
    return json.currentToken() == JsonToken.VALUE_NUMBER_INT
        && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  private static boolean flag(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      // R's client sends every scalar as a string.
      case VALUE_STRING ->
          switch (json.getText()) {
            case "true", "TRUE" -> true;
            case "false", "FALSE" -> false;
            default -> throw wrongType(json);
          };
      default -> throw wrongType(json);
    };
  }

  private static List<Object> list(JsonParser json, Class<?> element) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(json);
    }
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(scalar(json, element));
    }
    return elements;
  }

  private static Map<String, String> map(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(json);
    }
    String path = JsonPath.of(json);
    Map<String, String> entries = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = WireText.check(path, json.currentName());
      json.nextToken();
      entries.put(key, (String) scalar(json, String.class));
    }
    return entries;
  }

  /** The text of a number or of a string that should spell one. */
  private static String numeral(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
      default -> throw wrongType(json);
    };
  }

  private static Failure wrongType(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    String found = token.isScalarValue() ? json.getText() : "";
    return WireErrors.wrongType(JsonPath.of(json), found, WireErrors.pythonType(token));
  }

  private static String textOf(JsonParser json) {
    try {
      return json.getText();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
