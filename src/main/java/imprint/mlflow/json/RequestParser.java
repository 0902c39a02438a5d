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
            finish(RecordShape.of(type), new Object[RecordShape.of(type).fields().size()], ""));
      }
      if (first == JsonToken.VALUE_STRING && mayBeQuoted) {
        byte[] inner = json.getText().getBytes(StandardCharsets.UTF_8);
        return parse(new ByteArrayInputStream(inner), type, false);
      }
      if (first != JsonToken.START_OBJECT) {
        throw new Failure.Invalid("body", "The request body must be a JSON object.");
      }
      T request = type.cast(object(json, RecordShape.of(type), ""));
      if (json.nextToken() != null) {
        throw new Failure.Invalid("body", "The request body has text after its JSON object.");
      }
      return request;
    }
  }

  private static Object object(JsonParser json, RecordShape shape, String prefix)
      throws IOException {
    @Nullable Object[] values = new @Nullable Object[shape.fields().size()];
    boolean[] seen = new boolean[values.length];
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      Field field = shape.field(json.currentName());
      JsonToken token = json.nextToken();
      if (field == null) {
        json.skipChildren();
        continue;
      }
      String path = prefix + field.name();
      if (seen[field.index()]) {
        throw new Failure.Invalid(
            path, "Parameter '" + path + "' is given in both of its spellings.");
      }
      seen[field.index()] = true;
      if (token != JsonToken.VALUE_NULL) {
        values[field.index()] = value(json, field, path);
      }
    }
    return finish(shape, values, prefix);
  }

  private static Object finish(RecordShape shape, @Nullable Object[] values, String prefix) {
    for (Field field : shape.fields()) {
      Required required = field.required();
      if (required != null && isAbsent(values[field.index()], required)) {
        Field stand = required.or().isEmpty() ? null : shape.field(required.or());
        if (stand == null || isAbsent(values[stand.index()], required)) {
          throw WireErrors.missing(prefix + field.name());
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

  private static Object value(JsonParser json, Field field, String path) throws IOException {
    if (field.type() == List.class) {
      return list(json, field.element(), path);
    }
    if (field.type() == Map.class) {
      return map(json, path);
    }
    return scalar(json, field.type(), path);
  }

  private static Object scalar(JsonParser json, Class<?> type, String path) throws IOException {
    JsonToken token = json.currentToken();
    if (type == String.class) {
      if (token != JsonToken.VALUE_STRING) {
        throw wrongType(json, path);
      }
      return WireText.check(path, json.getText());
    }
    if (type == Long.class) {
      return WireNumbers.int64(numeral(json, path))
          .orElseThrow(() -> WireErrors.outOfRange(path, textOf(json), "a 64-bit integer"));
    }
    if (type == Integer.class) {
      long wide =
          WireNumbers.int64(numeral(json, path))
              .orElseThrow(() -> WireErrors.outOfRange(path, textOf(json), "a 32-bit integer"));
      if (wide != (int) wide) {
        throw WireErrors.outOfRange(path, textOf(json), "a 32-bit integer");
      }
      return (int) wide;
    }
    if (type == Double.class) {
      return WireNumbers.float64(numeral(json, path))
          .orElseThrow(() -> WireErrors.outOfRange(path, textOf(json), "a double"));
    }
    if (type == Boolean.class) {
      return flag(json, path);
    }
    if (type.isEnum()) {
      return WireEnums.parse(type, numeral(json, path), path);
    }
    if (token != JsonToken.START_OBJECT) {
      throw wrongType(json, path);
    }
    return object(json, RecordShape.of(type), path + ".");
  }

  private static boolean flag(JsonParser json, String path) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      // R's client sends every scalar as a string.
      case VALUE_STRING ->
          switch (json.getText()) {
            case "true", "TRUE" -> true;
            case "false", "FALSE" -> false;
            default -> throw wrongType(json, path);
          };
      default -> throw wrongType(json, path);
    };
  }

  private static List<Object> list(JsonParser json, Class<?> element, String path)
      throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType(json, path);
    }
    List<Object> elements = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      elements.add(scalar(json, element, path + "[" + elements.size() + "]"));
    }
    return elements;
  }

  private static Map<String, String> map(JsonParser json, String path) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType(json, path);
    }
    Map<String, String> entries = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = WireText.check(path, json.currentName());
      json.nextToken();
      entries.put(key, (String) scalar(json, String.class, path + "." + key));
    }
    return entries;
  }

  /** The text of a number or of a string that should spell one. */
  private static String numeral(JsonParser json, String path) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getText();
      default -> throw wrongType(json, path);
    };
  }

  private static Failure wrongType(JsonParser json, String path) throws IOException {
    JsonToken token = json.currentToken();
    String found = token.isScalarValue() ? json.getText() : "";
    return WireErrors.wrongType(path, found, WireErrors.pythonType(token));
  }

  private static String textOf(JsonParser json) {
    try {
      return json.getText();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
