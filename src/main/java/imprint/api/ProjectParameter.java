package imprint.api;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Describes the project in every path that names one; {@link ProjectFilter} reads it for all of
 * them. Runs while the program is built.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProjectParameter implements OASFilter {
  private static final String NAME = "project";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    if (api.getPaths() == null) {
      return;
    }
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.contains("{" + NAME + "}")) {
                item.addParameter(
                    OASFactory.createParameter()
                        .name(NAME)
                        .in(Parameter.In.PATH)
                        .required(true)
                        .description("The name of the project; only default exists.")
                        .schema(OASFactory.createSchema().type(List.of(Schema.SchemaType.STRING))));
              }
            });
  }
}
