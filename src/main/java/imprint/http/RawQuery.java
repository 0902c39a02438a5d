package imprint.http;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Query parameters as the client wrote them, decoded once and strictly. */
public final class RawQuery {
  private RawQuery() {}

  /** The first value of a parameter, or null when it is absent or empty. */
  public static @Nullable String first(HttpServerRequest request, String name) {
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

  /** The value of a parameter that must be there. */
  public static String required(HttpServerRequest request, String name) {
    String value = first(request, name);
    if (value == null) {
      throw new Failure.Invalid(name, "The query parameter '" + name + "' is missing.");
    }
    return value;
  }

  /** The folder that a parameter names; absent means the root. */
  public static ArtifactPath folder(HttpServerRequest request, String name) {
    String path = first(request, name);
    return path == null ? ArtifactPath.ROOT : ArtifactPath.ofFolder(path);
  }
}
