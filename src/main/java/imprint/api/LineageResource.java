package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.registry.Descent;
import imprint.registry.ModelVersion;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;

/** Where versions came from and what came out of candidates. */
@Path("/api/v1/projects/{project}")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Models")
public class LineageResource {
  private static final String VERSION = "/models/{model}/versions/{ref}";

  private final AskedVersions asked;
  private final Descent descent;
  private final Caller caller;

  LineageResource(AskedVersions asked, Descent descent, Caller caller) {
    this.asked = asked;
    this.descent = descent;
    this.caller = caller;
  }

  @GET
  @Path(VERSION + "/provenance")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Read where a version came from",
      description =
          "As it was when the version was made: candidate, experiment, user, times, source, git, environment files,"
              + " params, metrics, datasets, parent. Whatever the version's state; not counted as a use.")
  public String provenance(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref) {
    return asked.any(model, ref).provenance();
  }

  @GET
  @Path(VERSION + "/lineage")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Walk from a version to its data",
      description =
          "Its candidate, what that logged as inputs, what it named as data (dataset_run) and as parent, and what"
              + " those named, 20 relations and 1000 candidates far; and what named its candidate. Whatever the"
              + " version's state; not counted as a use.")
  public LineageView lineage(
      @RestPath String model,
      @Parameter(description = AskedVersions.REFERENCE) @RestPath String ref) {
    ModelVersion version = asked.any(model, ref);
    return LineageView.of(version, descent.of(caller.scope(), version));
  }

  @GET
  @Path("/candidates/{run_id}/descendants")
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Ask what came out of a candidate",
      description =
          "The candidates that named it as their data (param or tag dataset_run) or parent, those that named these,"
              + " 20 relations and 1000 candidates far, and the versions that came of any of them. 404 when there is"
              + " no such candidate.")
  public LineageView.Descended descendants(@RestPath("run_id") String runId) {
    return LineageView.Descended.of(descent.of(caller.scope(), runId));
  }
}
