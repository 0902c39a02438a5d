package imprint.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import imprint.access.Needs;
import imprint.access.Permission;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI description as the build wrote it. Quarkus has an endpoint of its own, for which it
 * reads and writes the description anew during each start; that took a sixth of the start.
 */
@Path("/openapi")
@RunOnVirtualThread
public class OpenApiResource {
  private static final String WRITTEN = "/META-INF/quarkus-generated-openapi-doc.YAML";
  private static final MediaType YAML = new MediaType("application", "yaml", "UTF-8");
  private static final MediaType JSON = new MediaType("application", "json", "UTF-8");

  private final ObjectMapper json;

  OpenApiResource(ObjectMapper json) {
    this.json = json;
  }

  /** YAML, or JSON for {@code ?format=json} and for those who accept nothing but JSON. */
  @GET
  @Produces(MediaType.WILDCARD)
  @Needs(Permission.PUBLIC)
  @Operation(hidden = true)
  public RestResponse<String> describe(
      @RestQuery @Nullable String format, @RestHeader("Accept") @Nullable String accept)
      throws IOException {
    boolean inJson =
        format == null
            ? accept != null && accept.startsWith(MediaType.APPLICATION_JSON)
            : format.equalsIgnoreCase("json");
    try (InputStream written = OpenApiResource.class.getResourceAsStream(WRITTEN)) {
      if (written == null) {
        throw new FileNotFoundException(WRITTEN);
      }
      return inJson
          ? answer(JSON, json.writeValueAsString(new YAMLMapper().readTree(written)))
          : answer(YAML, new String(written.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private static RestResponse<String> answer(MediaType type, String text) {
    return RestResponse.ResponseBuilder.ok(text, type).build();
  }
}
