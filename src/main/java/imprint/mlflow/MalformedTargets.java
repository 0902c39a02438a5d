package imprint.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers requests whose target cannot be decoded, such as {@code /a%zz}. The router refuses them
 * before any endpoint is looked for, and by itself says nothing.
 */
@ApplicationScoped
public class MalformedTargets {
  private static final int BAD_REQUEST = 400;
  private static final ErrorBody BODY =
      new ErrorBody(
          "INVALID_PARAMETER_VALUE", "Invalid path: the request's target is not percent-encoded.");

  void register(@Observes Router router, ObjectMapper json) throws JsonProcessingException {
    String body = json.writeValueAsString(BODY);
    router.errorHandler(
        BAD_REQUEST,
        context -> {
          context.response().setStatusCode(BAD_REQUEST);
          context.response().putHeader("Content-Type", "application/json").end(body);
        });
  }
}
