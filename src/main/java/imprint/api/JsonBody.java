package imprint.api;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON bodies of this API, of up to 64 KiB unless told: fields it does not know are
 * refused, as a misspelt one would be lost otherwise. What is told of a wrong body names fields,
 * never values.
 */
@ApplicationScoped
class JsonBody {
  private static final int LIMIT = 64 * 1024;

  private final ObjectReader reader;

  JsonBody(ObjectMapper mapper) {
    ObjectMapper own = mapper.copy();
    // A null among the items of a list is a mistake, and no list here knows what to do with one.
    own.configOverride(List.class).setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL));
    this.reader =
        own.reader()
            .with(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * The record that a body holds.
   *
   * @throws Failure.Invalid when it is no JSON, or a field is unknown or of another type
   */
  <T> T read(InputStream body, Class<T> type) {
    return read(body, type, LIMIT);
  }

  /**
   * The same of a body that may be larger.
   *
   * @param limit bytes
   */
  <T> T read(InputStream body, Class<T> type, int limit) {
    try {
      byte[] bytes = body.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new Failure.TooLarge("The request body is larger than " + limit / 1024 + " KiB.");
      }
      checkTexts(bytes);
      @Nullable T read = reader.forType(type).readValue(bytes);
      if (read == null) {
        throw new Failure.Invalid("body", "The body is not a JSON object.");
      }
      return read;
    } catch (UnrecognizedPropertyException unknown) {
      String field = Failure.echo(unknown.getPropertyName());
      throw new Failure.Invalid(field, "There is no field '" + field + "'.");
    } catch (JsonMappingException wrong) {
      String field = field(wrong);
      throw new Failure.Invalid(field, "'" + field + "' cannot have this value.");
    } catch (JsonProcessingException malformed) {
      throw new Failure.Invalid("body", "The body is not JSON.");
    } catch (IOException cut) {
      throw new Failure.Invalid("body", "The body was cut off.");
    }
  }

  /** A body that is text of its own, up to 64 KiB of UTF-8. */
  String text(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new Failure.TooLarge("The request body is larger than 64 KiB.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException malformed) {
      throw new Failure.Invalid("body", "The body is not UTF-8.");
    } catch (IOException cut) {
      throw new Failure.Invalid("body", "The body was cut off.");
    }
  }

  /** PostgreSQL keeps neither NUL nor half of a surrogate pair. */
  private void checkTexts(byte[] bytes) throws IOException {
    try (JsonParser parser = reader.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean kept =
            (token != JsonToken.VALUE_STRING && token != JsonToken.FIELD_NAME)
                || parser
                    .getText()
                    .codePoints()
                    .noneMatch(
                        c ->
                            c == 0
                                || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
        if (!kept) {
          String field = parser.currentName() == null ? "body" : parser.currentName();
          throw new Failure.Invalid(
              Failure.echo(field), "The body holds a NUL character or half of a surrogate pair.");
        }
      }
    }
  }

  /** The value of a field that must be there. */
  static String present(String field, @Nullable String value) {
    if (value == null) {
      throw new Failure.Invalid(field, "'" + field + "' is missing.");
    }
    return value;
  }

  private static String field(JsonMappingException wrong) {
    String path =
        wrong.getPath().stream()
            .map(step -> step.getFieldName() == null ? "" : step.getFieldName())
            .filter(name -> !name.isEmpty())
            .collect(Collectors.joining("."));
    return path.isEmpty() ? "body" : Failure.echo(path);
  }
}
