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
 * What clients ask of a server before they work with it. Answered without credentials, as MLflow
 * answers it.
 */
@Path("/")
@Tags(refs = "Server")
public class ServerResource {
  /**
   * The MLflow release whose wire this server speaks; clients compare it, so it must not be our own
   * version.
   */
  private static final String MLFLOW_VERSION = "3.17.2";

  @GET
  @Path("/health")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.PUBLIC)
  @Operation(summary = "Whether the server answers", description = "The text OK.")
  public String health() {
    return "OK";
  }

  @GET
  @Path("/version")
  @Produces(MediaType.TEXT_PLAIN)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "The MLflow version of the wire",
      description =
          "The MLflow release whose REST API this server speaks, which clients use to choose features.")
  public String version() {
    return MLFLOW_VERSION;
  }

  /** What this server can do; names and meanings are MLflow's. */
  record ServerInfo(
      String storeType,
      boolean workspacesEnabled,
      boolean traceArchivalEnabled,
      boolean multipartUploadsEnabled,
      boolean multipartDownloadsEnabled,
      boolean artifactServingEnabled,
      boolean artifactsPresignedOnly,
      Map<String, Boolean> featuresEnabled,
      String trackingAuth) {}

  @GET
  @Path("/{wire:api|ajax-api}/3.0/mlflow/server-info")
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
        false,
        false,
        true,
        false,
        Map.of("gateway", false, "scheduled_issue_detection", false),
        "");
  }
}
