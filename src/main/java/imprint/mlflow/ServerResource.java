package imprint.mlflow;

import imprint.access.Needs;
import imprint.access.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/**
 * What MLflow 3 clients ask of a server before they work with it; open to everyone, as in MLflow.
 */
@Path("/{wire:api|ajax-api}/3.0/mlflow/server-info")
@Tags(refs = "Server")
public class ServerResource {
  /** What this server can do; names and meanings are MLflow's. */
  record ServerInfo(
      String storeType,
      boolean workspacesEnabled,
      boolean traceArchivalEnabled,
      boolean multipartUploadsEnabled,
      boolean multipartDownloadsEnabled,
      boolean artifactServingEnabled,
      boolean presignedUploadRunIdSupported,
      boolean presignedUploadModelIdSupported,
      boolean artifactsPresignedOnly,
      Map<String, Boolean> featuresEnabled,
      String trackingAuth) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "What this server can do",
      description = "Capability switches that MLflow 3 clients read once.")
  public ServerInfo serverInfo() {
    return new ServerInfo(
        "SqlStore",
        false,
        false,
        true,
        true,
        true,
        true,
        true,
        false,
        Map.of("gateway", false, "scheduled_issue_detection", false),
        "");
  }
}
