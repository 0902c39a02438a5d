package imprint.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON bodies of this API, of up to 64 KiB: fields it does not know are refused, as a
 * misspelt one would be lost otherwise. What is told of a wrong body names fields, never values.
 */
@ApplicationScoped
class JsonBody {
  private static final int LIMIT = 64 * 1024;

  private final ObjectReader reader;

  JsonBody(ObjectMapper mapper) {
    this.reader =
        mapper
            .reader()
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
    try {
      byte[] bytes = body.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new Failure.TooLarge("The request body is larger than 64 KiB.");
      }
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
