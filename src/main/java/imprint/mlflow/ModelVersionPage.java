package imprint.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.registry.ModelVersion;
import imprint.registry.SearchRegistry;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of versions in JSON. It may hold 200,000, so it is written while it is read. */
record ModelVersionPage(ObjectMapper json, SearchRegistry.Found found) implements StreamingOutput {
  /** What is written, for the description of the API. */
  record FoundModelVersions(
      @Nullable List<WireModelVersion> modelVersions, @Nullable String nextPageToken) {}

  @Override
  public void write(OutputStream out) throws IOException {
    try (JsonGenerator generator = json.createGenerator(out)) {
      // A page that breaks off must not look whole.
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      if (!found.isEmpty()) {
        generator.writeArrayFieldStart("model_versions");
        found.forEach(version -> write(version, generator));
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

  private static void write(ModelVersion version, JsonGenerator generator) {
    try {
      generator.writePOJO(WireModelVersion.of(version));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
