package imprint.api;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import imprint.http.PercentEncoding;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Takes the name of a version's file out of a request's path before it is matched, as the
 * frameworks below resolve dot segments and drop slashes: {@code …/files/../x} must be an invalid
 * path, not the endpoint it leads to. The name is read from the target itself and decoded once.
 */
public class VersionFileNames {
  /** What stands for the name while the path is matched. */
  private static final String ANY = "name";

  private static final String BASE = "/api/v1/projects/";
  private static final Pattern FILE =
      Pattern.compile("(" + BASE + "[^/]+/models/[^/]+/versions/[^/]+/files/)(.+)");

  /** Fails when the target names a file by an invalid path. */
  @ServerRequestFilter(preMatching = true)
  public void check(ContainerRequestContext context, HttpServerRequest request) {
    Matcher file = matcher(request);
    if (file != null && file.matches()) {
      var _ = new ArtifactPath(PercentEncoding.decodePath(file.group(2)));
      context.setRequestUri(URI.create(normal(file.group(1)) + ANY));
    }
  }

  /** The file that the target names. */
  static ArtifactPath of(HttpServerRequest request) {
    Matcher file = matcher(request);
    // A target of another spelling reached the endpoint only because it was normalised.
    if (file == null || !file.matches()) {
      throw new Failure.Invalid("path", "Invalid path: it is not normal");
    }
    return new ArtifactPath(PercentEncoding.decodePath(file.group(2)));
  }

  private static @org.jspecify.annotations.Nullable Matcher matcher(HttpServerRequest request) {
    String path = request.path();
    return path == null || !path.startsWith(BASE) ? null : FILE.matcher(path);
  }

  /** The same components in characters that a URI may have: clients send {@code ^1.2} as it is. */
  private static String normal(String prefix) {
    return Arrays.stream(prefix.split("/", -1))
        .map(PercentEncoding::decodePath)
        .map(PercentEncoding::encodeQuery)
        .collect(Collectors.joining("/"));
  }
}
