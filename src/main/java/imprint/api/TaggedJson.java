package imprint.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import imprint.http.Preconditions;
import imprint.storage.Digests;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.HexFormat;

/**
 * Answers with a small JSON document whose entity tag is the SHA-256 of its text, so that the tag
 * changes with whatever the document shows and with nothing else.
 */
@ApplicationScoped
class TaggedJson {
  private final ObjectWriter writer;

  TaggedJson(ObjectMapper json) {
    this.writer = json.writer();
  }

  /** The document, or 304 or 412 where the conditions of the request say so. */
  Response of(Object shown, HttpServerRequest request) {
    byte[] text = text(shown);
    String tag = "\"" + HexFormat.of().formatHex(Digests.sha256().digest(text)) + "\"";
    return Preconditions.status(request, tag)
        .map(Response::status)
        .orElseGet(() -> Response.ok(text, MediaType.APPLICATION_JSON))
        .header("ETag", tag)
        // What is shown may change at any time.
        .header("Cache-Control", "no-cache")
        .build();
  }

  private byte[] text(Object shown) {
    try {
      return writer.writeValueAsBytes(shown);
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException(defect);
    }
  }
}
