package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.promotion.Check;
import imprint.promotion.Checks;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What CI and people say of a candidate. */
@Path("/api/v1/projects/{project}/candidates/{candidate}/checks")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(ref = "Promotions")
public class ChecksResource {
  private final Checks checks;
  private final Caller caller;
  private final JsonBody json;

  ChecksResource(Checks checks, Caller caller, JsonBody json) {
    this.checks = checks;
    this.caller = caller;
    this.json = json;
  }

  /** The newest report of each name. */
  record Reported(List<Check> checks) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = PromotionRequests.Checks.class)))
  @Needs(Permission.CHECK_REPORT)
  @Operation(
      summary = "Report checks",
      description =
          "At most 50. Every report is kept; of those of one name the newest counts. Promotions of the candidate that"
              + " wait are judged again, which may complete them.")
  public Reported report(@RestPath String candidate, InputStream body) {
    PromotionRequests.Checks reported = json.read(body, PromotionRequests.Checks.class);
    return new Reported(
        checks.report(
            caller.scope(),
            candidate,
            PromotionRequests.reported(reported.checks() == null ? List.of() : reported.checks())
                .stream()
                .map(
                    one ->
                        new Check(
                            one.name(),
                            one.status(),
                            PromotionRequests.orEmpty(one.url()),
                            PromotionRequests.orEmpty(one.issuer()),
                            caller.scope().actor(),
                            null))
                .toList()));
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "List checks", description = "The newest report of each name.")
  public Reported list(@RestPath String candidate) {
    return new Reported(checks.newest(caller.scope(), candidate));
  }
}
