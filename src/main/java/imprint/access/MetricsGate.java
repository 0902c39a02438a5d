package imprint.access;

import imprint.failure.Failure;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Asks whoever reads {@code /metrics} for a token, of any role, as soon as tokens are demanded:
 * they tell what is used and how often. They are no endpoint of ours, so {@link PermissionFilter}
 * does not see them.
 */
@ApplicationScoped
class MetricsGate {
  private static final Logger LOG = Logger.getLogger(MetricsGate.class);

  /** After {@link RequestGate}, before everything that answers. */
  private static final int SECOND = 9_000;

  private static final String PATH = "/metrics";

  private final Authentication authentication;
  private final boolean open;

  /**
   * The gate of a configuration.
   *
   * @param open the setting {@code imprint.metrics-open}: whoever reaches the server may read them
   */
  MetricsGate(
      Authentication authentication,
      @ConfigProperty(name = "imprint.metrics-open", defaultValue = "false") boolean open) {
    this.authentication = authentication;
    this.open = open;
  }

  void register(@Observes Filters filters) {
    if (!open) {
      filters.register(this::admit, SECOND);
    }
  }

  private void admit(RoutingContext context) {
    String path = context.normalizedPath();
    if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
      context.next();
      return;
    }
    HttpServerRequest request = context.request();
    request.pause();
    // Tokens may have to be read from the database, which this thread must not wait for.
    var _ =
        context
            .vertx()
            .executeBlocking(() -> authentication.of(request), false)
            .onComplete(
                identity -> {
                  request.resume();
                  context.next();
                },
                refusal -> {
                  request.resume();
                  refuse(context.response(), refusal);
                });
  }

  private static void refuse(HttpServerResponse answer, Throwable refusal) {
    switch (refusal) {
      case Failure.TooOften often -> {
        often
            .retryAfter()
            .ifPresent(wait -> answer.putHeader("Retry-After", Long.toString(wait.toSeconds())));
        end(answer, 429, often.text());
      }
      case Failure.Invalid invalid -> end(answer, 400, invalid.text());
      case Failure.Unauthenticated unknown -> {
        answer.headers().add("WWW-Authenticate", "Basic realm=\"imprint\"");
        answer.headers().add("WWW-Authenticate", "Bearer realm=\"imprint\"");
        end(answer, 401, unknown.text());
      }
      default -> {
        LOG.warnf("metrics: whether a token is valid is not known: %s", refusal);
        end(answer, 503, "Whether the token is valid cannot be told at the moment.");
      }
    }
  }

  private static void end(HttpServerResponse answer, int status, String text) {
    var _ =
        answer
            .setStatusCode(status)
            .putHeader("Content-Type", "text/plain;charset=UTF-8")
            .end(text + "\n");
  }
}
