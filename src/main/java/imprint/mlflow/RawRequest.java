package imprint.mlflow;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names of artifacts as the client wrote them into the request's target. The frameworks below
 * resolve dot segments, drop slashes and replace malformed text before they match a path, so names
 * are taken from the target itself and decoded once.
 */
final class RawRequest {
  private static final String API = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final String AJAX = "/ajax-api/2.0/mlflow-artifacts/artifacts/";

  private RawRequest() {}

  /** What follows {@code …/artifacts/} in the target, still encoded; empty for other targets. */
  static Optional<String> encodedArtifact(HttpServerRequest request) {
    String path = request.path();
    if (path == null) {
      return Optional.empty();
    }
    for (String prefix : new String[] {API, AJAX}) {
      if (path.startsWith(prefix)) {
        return Optional.of(path.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  /** The file that the target names. */
  static ArtifactPath artifact(HttpServerRequest request) {
    return new ArtifactPath(decoded(request));
  }

  /** The file or folder that the target names; clients end that of a whole root with a slash. */
  static ArtifactPath fileOrFolder(HttpServerRequest request) {
    return ArtifactPath.ofFolder(decoded(request));
  }

  private static String decoded(HttpServerRequest request) {
    // A target of another spelling reached this endpoint only because it was normalised.
    String raw =
        encodedArtifact(request)
            .orElseThrow(() -> new Failure.Invalid("path", "Invalid path: it is not normal"));
    String path = PercentEncoding.decodePath(raw);
    if (path.isEmpty()) {
      throw new Failure.Invalid("path", "Invalid path: it is empty");
    }
    return path;
  }

  /** The first value of a query parameter, or null when it is absent or empty. */
  static @Nullable String query(HttpServerRequest request, String name) {
    String query = request.query();
    if (query == null) {
      return null;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals == name.length() && pair.startsWith(name)) {
        String value = PercentEncoding.decodeQuery(name, pair.substring(equals + 1));
        return value.isEmpty() ? null : value;
      }
    }
    return null;
  }

  /** The folder that the query parameter {@code path} names; absent means the root. */
  static ArtifactPath folder(HttpServerRequest request, String name) {
    String path = query(request, name);
    return path == null ? ArtifactPath.ROOT : ArtifactPath.ofFolder(path);
  }
}
