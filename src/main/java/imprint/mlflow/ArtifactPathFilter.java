package imprint.mlflow;

import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a name of an artifact before its path is matched: {@code …/artifacts/../x} must be an
 * invalid path, not the endpoint it leads to once its dot segments are resolved.
 */
public class ArtifactPathFilter {
  /** Fails when the target names an artifact by an invalid path. */
  @ServerRequestFilter(preMatching = true)
  public void check(HttpServerRequest request) {
    if (RawRequest.encodedArtifact(request).isPresent()) {
      RawRequest.fileOrFolder(request);
    }
  }
}
