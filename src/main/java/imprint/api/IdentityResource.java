package imprint.api;

import imprint.access.Caller;
import imprint.access.Identity;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.access.Tokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /api/v1/me}: who the server takes its caller for. */
@Path("/api/v1/me")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Tokens")
public class IdentityResource {
  private final Caller caller;
  private final Tokens tokens;

  IdentityResource(Caller caller, Tokens tokens) {
    this.caller = caller;
    this.tokens = tokens;
  }

  @Schema(description = "Who sends a request.")
  record Me(
      @Schema(description = "The name of the token; local while there are none.") String name,
      String role,
      @Schema(description = "What the role may do, sorted.") List<String> permissions,
      @Schema(description = "Whether requests need a token.") boolean tokensDemanded) {}

  @GET
  @Needs(Permission.IDENTITY_READ)
  @Operation(
      summary = "Who am I",
      description = "The caller's name, role and permissions. 401 without a valid token.")
  public Me me() {
    Identity identity = caller.identity();
    return new Me(
        identity.name(),
        identity.role().word(),
        identity.permissions().stream()
            .filter(permission -> permission != Permission.PUBLIC)
            .map(Permission::name)
            .sorted()
            .toList(),
        tokens.areDemanded());
  }
}
