package imprint.mlflow;

import imprint.http.RawQuery;
import imprint.project.Scope;
import imprint.tracking.Candidates;
import imprint.tracking.RunId;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Where the artifacts of the run lie that a query names; {@code run_uuid} may stand in for {@code
 * run_id}.
 */
@ApplicationScoped
class RunRoots {
  private final Candidates candidates;

  RunRoots(Candidates candidates) {
    this.candidates = candidates;
  }

  /** The run's artifact URI. */
  String uri(Scope scope, HttpServerRequest request) {
    RunId run =
        new RunId(
            Arguments.required(
                "run_id", RawQuery.first(request, "run_id"), RawQuery.first(request, "run_uuid")));
    return candidates.get(scope, run).artifactUri();
  }
}
