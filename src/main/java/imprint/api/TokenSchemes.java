package imprint.api;

import imprint.http.SignedUrls;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Describes how requests bring a token, and what is answered without one: all of them but those
 * that ask for none. Runs while the program is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class TokenSchemes implements OASFilter {
  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";

  /** What the paths of calls begin with that are open to everybody, tokens or not. */
  private static final List<String> OPEN =
      List.of(
          "/health",
          "/version",
          "/api/3.0/mlflow/server-info",
          "/api/v1/keys",
          "/api/v1/schemas/",
          SignedUrls.ROOT + "/");

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getComponents() == null) {
      api.setComponents(OASFactory.createComponents());
    }
    api.getComponents()
        .addSecurityScheme(
            BEARER,
            scheme(BEARER, "A token, such as imp_12_…; clients of MLflow: MLFLOW_TRACKING_TOKEN."))
        .addSecurityScheme(
            BASIC,
            scheme(BASIC, "Any user name, and a token as the password: MLFLOW_TRACKING_PASSWORD."));
    if (api.getPaths() == null) {
      return;
    }
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (OPEN.stream().noneMatch(below(path)::startsWith)) {
                item.getOperations().values().forEach(TokenSchemes::demand);
              }
            });
  }

  /** Which of the filters comes first is not told, so a path may still name the wire. */
  private static String below(String path) {
    return path.replace("/{wire}/", "/api/");
  }

  private static SecurityScheme scheme(String name, String description) {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme(name)
        .description(description);
  }

  private static void demand(Operation operation) {
    operation.setSecurity(
        List.of(
            OASFactory.createSecurityRequirement().addScheme(BEARER),
            OASFactory.createSecurityRequirement().addScheme(BASIC)));
    if (operation.getResponses() == null) {
      operation.setResponses(OASFactory.createAPIResponses());
    }
    Map.of(
            "401", "Tokens exist, and the request brings none that is valid.",
            "403", "The role of the token does not hold what the call needs.")
        .forEach((status, description) -> tell(operation.getResponses(), status, description));
  }

  /** Of a status that the call tells of itself, that is kept. */
  private static void tell(APIResponses responses, String status, String description) {
    if (!responses.hasAPIResponse(status)) {
      responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
    }
  }
}
