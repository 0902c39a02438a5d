package imprint.api;

import imprint.http.PercentEncoding;
import imprint.project.Projects;
import imprint.registry.ModelVersion;

/** Where models and versions are found, as links of answers have it. */
final class ModelPaths {
  /** What the paths of a project's models begin with. */
  static final String MODELS = "/api/v1/projects/{project}/models";

  private ModelPaths() {}

  static String model(String name) {
    return MODELS.replace("{project}", Projects.DEFAULT) + "/" + PercentEncoding.encodeQuery(name);
  }

  static String version(ModelVersion version) {
    return model(version.model()) + "/versions/" + version.number();
  }
}
