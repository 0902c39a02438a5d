package imprint.mlflow;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.tracking.Candidate;
import imprint.tracking.SearchCandidates;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of runs in JSON. It may hold 50,000, so it is written while it is read. */
record RunPage(ObjectMapper json, SearchCandidates.Found found) implements StreamingOutput {
  /** What is written, for the description of the API. */
  record FoundRuns(@Nullable List<WireRun> runs, @Nullable String nextPageToken) {}

  @Override
  public void write(OutputStream out) throws IOException {
    try (JsonGenerator generator = json.createGenerator(out)) {
      // A page that breaks off must not look whole.
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
      generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      generator.writeStartObject();
      if (!found.isEmpty()) {
        generator.writeArrayFieldStart("runs");
        found.forEach(candidate -> write(candidate, generator));
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

  private static void write(Candidate candidate, JsonGenerator generator) {
    try {
      generator.writePOJO(WireRun.of(candidate));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
