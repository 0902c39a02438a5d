package imprint.mlflow;

import imprint.access.Needs;
import imprint.access.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/**
 * {@code /health}, which MLflow's deployments poll; {@code /health/ready} also asks the database.
 */
@Path("/health")
@Tags(refs = "Server")
public class HealthResource {
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.PUBLIC)
  @Operation(summary = "Whether the server answers", description = "The text OK.")
  public String health() {
    return "OK";
  }
}
