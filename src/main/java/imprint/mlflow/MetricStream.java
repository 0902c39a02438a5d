package imprint.mlflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import imprint.tracking.CandidatePoint;
import imprint.tracking.HistoryReader;
import imprint.tracking.MetricPoint;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replies that hold many metric points, written while they are read. A reply that breaks off is
 * left as it is, without its end, so that nobody takes it for whole. NaN and the infinities are the
 * texts {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}.
 */
final class MetricStream {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .build();

  private MetricStream() {}

  /** One history, and the token that continues it. */
  static StreamingOutput of(HistoryReader points) {
    return out -> {
      JsonGenerator json = FACTORY.createGenerator(out);
      json.writeStartObject();
      boolean begun = false;
      while (points.hasNext()) {
        List<MetricPoint> chunk = points.next();
        if (!begun && !chunk.isEmpty()) {
          json.writeArrayFieldStart("metrics");
          begun = true;
        }
        for (MetricPoint point : chunk) {
          write(json, point, null);
        }
      }
      if (begun) {
        json.writeEndArray();
      }
      Optional<String> token = points.nextToken();
      if (token.isPresent()) {
        json.writeStringField("next_page_token", token.get());
      }
      json.writeEndObject();
      json.flush();
    };
  }

  /** Points of several runs; without any, an empty object. */
  static StreamingOutput of(List<CandidatePoint> points) {
    return out -> {
      JsonGenerator json = FACTORY.createGenerator(out);
      json.writeStartObject();
      if (!points.isEmpty()) {
        writeAll(json, points);
      }
      json.writeEndObject();
      json.flush();
    };
  }

  /** Points of several runs; without any, an empty array. */
  static StreamingOutput ofBulk(List<CandidatePoint> points) {
    return out -> {
      JsonGenerator json = FACTORY.createGenerator(out);
      json.writeStartObject();
      writeAll(json, points);
      json.writeEndObject();
      json.flush();
    };
  }

  private static void writeAll(JsonGenerator json, List<CandidatePoint> points) throws IOException {
    json.writeArrayFieldStart("metrics");
    for (CandidatePoint point : points) {
      write(json, point.point(), point.runId().value());
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, MetricPoint point, @Nullable String runId)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("key", point.key());
    json.writeNumberField("value", point.value());
    json.writeNumberField("timestamp", point.timestamp());
    json.writeNumberField("step", point.step());
    if (runId != null) {
      json.writeStringField("run_id", runId);
    }
    json.writeEndObject();
  }
}
