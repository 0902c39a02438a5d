package imprint.mlflow;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Describes each call once, under {@code /api}, where resources are bound to {@code /api} and
 * {@code /ajax-api} by a path parameter. Runs while the program is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class OpenApiPaths implements OASFilter {
  private static final String WIRE = "wire";
  private static final String EITHER = "/{" + WIRE + "}/";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getInfo() == null) {
      api.setInfo(OASFactory.createInfo());
    }
    api.getInfo()
        .setDescription(
            "What the stock clients of MLflow call. Each path that begins with /api answers the same under /ajax-api,"
                + " which MLflow's web page calls.");
    if (api.getPaths() == null) {
      return;
    }
    Paths paths = OASFactory.createPaths();
    paths.setExtensions(api.getPaths().getExtensions());
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.startsWith(EITHER)) {
                forgetWire(item);
                paths.addPathItem("/api/" + path.substring(EITHER.length()), item);
              } else {
                paths.addPathItem(path, item);
              }
            });
    api.setPaths(paths);
  }

  private static void forgetWire(PathItem item) {
    if (item.getParameters() != null) {
      item.setParameters(item.getParameters().stream().filter(OpenApiPaths::isOther).toList());
    }
    for (Operation operation : item.getOperations().values()) {
      if (operation.getParameters() != null) {
        operation.setParameters(
            operation.getParameters().stream().filter(OpenApiPaths::isOther).toList());
      }
    }
  }

  private static boolean isOther(Parameter parameter) {
    return !WIRE.equals(parameter.getName());
  }
}
