package imprint.mlflow;

import imprint.access.Needs;
import imprint.access.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /version}, by which clients choose features. */
@Path("/version")
@Tags(refs = "Server")
public class VersionResource {
  /**
   * The MLflow release whose wire this server speaks; clients compare it, so it is not our own
   * version.
   */
  private static final String MLFLOW_VERSION = "3.17.2";

  @GET
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "The MLflow version of the wire",
      description = "The MLflow release whose REST API this server speaks.")
  public String version() {
    return MLFLOW_VERSION;
  }
}
