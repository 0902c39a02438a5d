package imprint.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.page.ReadPage;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A page of a search in JSON, written while it is read, as it may hold 50,000 runs or 200,000
 * versions.
 *
 * @param field what the list is called; absent when it is empty
 * @param wire how an item is written
 */
record StreamedPage<T>(
    ObjectMapper json, String field, ReadPage<T> found, Function<? super T, ?> wire)
    implements StreamingOutput {
  @Override
  public void write(OutputStream out) throws IOException {
    try (JsonGenerator generator = json.createGenerator(out)) {
      // A page that breaks off must not look whole.
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      if (!found.isEmpty()) {
        generator.writeArrayFieldStart(field);
        found.forEach(item -> write(item, generator));
        generator.writeEndArray();
      }
      if (found.nextToken().isPresent()) {
        generator.writeStringField("next_page_token", found.nextToken().get());
      }
      generator.writeEndObject();
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    }
  }

  private void write(T item, JsonGenerator generator) {
    try {
      generator.writePOJO(wire.apply(item));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
