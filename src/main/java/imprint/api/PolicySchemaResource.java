package imprint.api;

import imprint.access.Needs;
import imprint.access.Permission;
import imprint.policy.PolicySchema;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The schema by which editors help to write policies. */
@Path("/api/v1/schemas/policy")
@Tag(ref = "Policies")
public class PolicySchemaResource {
  @GET
  @Produces("application/schema+json")
  @Needs(Permission.PUBLIC)
  @Operation(summary = "Read the schema of policies", description = "JSON Schema, draft 2020-12.")
  public String get() {
    return PolicySchema.text();
  }
}
