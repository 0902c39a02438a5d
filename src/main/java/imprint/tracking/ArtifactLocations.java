package imprint.tracking;

import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts lie, as URIs that MLflow clients resolve. The server's own storage is {@code
 * mlflow-artifacts:/}, reached through the server. Another location is taken only under a
 * configured root: the server never dials or opens a place because a request named it.
 */
@ApplicationScoped
public class ArtifactLocations {
  private static final String OWN = "mlflow-artifacts:/";
  private static final int LONGEST = 2048;

  private final List<String> allowedRoots;

  ArtifactLocations(
      @ConfigProperty(name = "imprint.artifacts.allowed-roots")
          Optional<List<String>> allowedRoots) {
    this.allowedRoots =
        allowedRoots.orElse(List.of()).stream()
            .map(ArtifactLocations::withoutTrailingSlash)
            .toList();
  }

  /** The location of an experiment: the requested one, already allowed, or the server's own. */
  String ofExperiment(ExperimentId id, @Nullable String requested) {
    return requested == null || requested.isEmpty() ? OWN + id : withoutTrailingSlash(requested);
  }

  /** The root of a logged model's artifacts. */
  String ofLoggedModel(String experimentLocation, String modelId) {
    return experimentLocation + "/models/" + modelId + "/artifacts";
  }

  /** Fails unless the location is absent or lies under an allowed root, compared byte for byte. */
  void requireAllowed(@Nullable String requested) {
    if (requested == null || requested.isEmpty()) {
      return;
    }
    boolean plain =
        requested.length() <= LONGEST && !requested.contains("..") && !requested.contains("%");
    boolean allowed =
        plain
            && allowedRoots.stream()
                .anyMatch(root -> requested.equals(root) || requested.startsWith(root + "/"));
    if (!allowed) {
      throw new Failure.Invalid(
          "artifact_location",
          "Invalid artifact_location '"
              + Failure.echo(requested)
              + "': leave it empty to keep artifacts on this server, or have its operator allow a root with the"
              + " setting imprint.artifacts.allowed-roots (IMPRINT_ARTIFACTS_ALLOWED_ROOTS).");
    }
  }

  private static String withoutTrailingSlash(String location) {
    return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
  }
}
