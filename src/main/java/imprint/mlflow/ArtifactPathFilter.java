package imprint.mlflow;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Takes the name of an artifact out of a request's path before it is matched. {@code
 * …/artifacts/../x} must be an invalid path, not the endpoint it leads to once its dot segments are
 * resolved, and a name may hold what the matching of paths would stumble over.
 */
public class ArtifactPathFilter {
  /**
   * What stands for the name while the path is matched; {@link RawRequest} reads the name itself.
   */
  private static final String ANY = "name";

  /** Fails when the target names an artifact by an invalid path. */
  @ServerRequestFilter(preMatching = true)
  public void check(ContainerRequestContext context, HttpServerRequest request) {
    RawRequest.artifacts(request)
        .ifPresent(
            artifacts -> {
              RawRequest.fileOrFolder(request);
              context.setRequestUri(URI.create(artifacts + ANY));
            });
  }
}
