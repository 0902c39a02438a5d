package imprint.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A problem document, RFC 9457. */
@Schema(description = "What went wrong, as RFC 9457 has it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    @Schema(description = "The kind of problem: one word, stable.") String type,
    @Schema(description = "The kind of problem in words.") String title,
    @Schema(description = "The HTTP status.") int status,
    @Schema(description = "What is wrong with this request.") String detail,
    @Schema(description = "The field or parameter that breaks a rule.") @Nullable String field) {
  static final String MEDIA_TYPE = "application/problem+json";

  Response answer() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
