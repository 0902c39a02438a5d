package imprint.mlflow;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Health. */
@Path("/{wire:api|ajax-api}/2.0/health")
public class VersionResource {
  @GET
  public String health() {
    return "OK";
  }
}
