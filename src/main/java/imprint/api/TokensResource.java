package imprint.api;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.access.Tokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/v1/tokens}: who may ask this server. */
@Path("/api/v1/tokens")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens", description = "Who may ask this server, and for what")
public class TokensResource {
  private final Tokens tokens;
  private final Caller caller;
  private final JsonBody json;

  TokensResource(Tokens tokens, Caller caller, JsonBody json) {
    this.tokens = tokens;
    this.caller = caller;
    this.json = json;
  }

  @GET
  @Needs(Permission.TOKEN_ADMIN)
  @Operation(
      summary = "List tokens",
      description = "All tokens by name, also those that expired or were revoked; no secrets.")
  public TokenView.Page list() {
    return new TokenView.Page(tokens.list().stream().map(TokenView::of).toList());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = TokenRequests.WantedToken.class)))
  @Needs(Permission.TOKEN_ADMIN)
  @Operation(
      summary = "Make a token",
      description =
          "The answer shows it once. From the first token on every request needs one, here within a moment and on"
              + " other servers of the same database within five seconds. 409 when the name was given before.")
  @APIResponse(
      responseCode = "201",
      content = @Content(schema = @Schema(implementation = TokenView.Made.class)))
  public Response create(InputStream body) {
    Tokens.Created made =
        tokens.create(
            json.read(body, TokenRequests.WantedToken.class).toDomain(), caller.identity().name());
    return Response.status(Response.Status.CREATED)
        .header("Cache-Control", "no-store")
        .entity(TokenView.Made.of(made))
        .build();
  }

  @DELETE
  @Path("/{name}")
  @Needs(Permission.TOKEN_ADMIN)
  @Operation(
      summary = "Revoke a token",
      description =
          "For ever, on every server within five seconds; again is no error. 404 when there is none of this name, 409"
              + " when it is the last of an admin.")
  @APIResponse(responseCode = "204", description = "It is revoked.")
  public Response revoke(@PathParam("name") String name) {
    tokens.revoke(name);
    return Response.noContent().build();
  }
}
