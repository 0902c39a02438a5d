package imprint.mlflow;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import imprint.http.PercentEncoding;
import imprint.http.RawQuery;
import imprint.mlflow.json.WireErrors;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Names of artifacts as the client wrote them into the request's target. The frameworks below
 * resolve dot segments, drop slashes and replace malformed text before they match a path, so names
 * are taken from the target itself and decoded once.
 */
final class RawRequest {
  private static final String STEM = "api/2.0/mlflow-artifacts/";
  private static final List<String> PREFIXES =
      Stream.of("/", "/ajax-")
          .flatMap(
              wire ->
                  Stream.of(
                          "artifacts/", "presigned/", "mpu/create/", "mpu/complete/", "mpu/abort/")
                      .map(endpoint -> wire + STEM + endpoint))
          .toList();

  private RawRequest() {}

  /** The part of the target that precedes the name of an artifact; empty for other targets. */
  static Optional<String> artifacts(HttpServerRequest request) {
    String path = request.path();
    if (path == null || !path.contains(STEM)) {
      return Optional.empty();
    }
    return PREFIXES.stream().filter(path::startsWith).findAny();
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
    String artifacts =
        artifacts(request)
            .orElseThrow(() -> new Failure.Invalid("path", "Invalid path: it is not normal"));
    String path = PercentEncoding.decodePath(request.path().substring(artifacts.length()));
    if (path.isEmpty()) {
      throw new Failure.Invalid("path", "Invalid path: it is empty");
    }
    return path;
  }

  /** The file that a query parameter names. */
  static ArtifactPath queriedFile(HttpServerRequest request, String name) {
    String path = RawQuery.first(request, name);
    if (path == null) {
      throw WireErrors.missing(name);
    }
    return new ArtifactPath(path);
  }
}
