package imprint.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.registry.Models;
import imprint.registry.UseCounts;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who uses which references of a model. */
@Path(ModelPaths.MODELS + "/{model}/uses")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tags(refs = "Models")
public class UsesResource {
  private static final Duration USUAL = Duration.ofDays(30);

  private final Models models;
  private final UseCounts uses;
  private final InstantSource clock;
  private final Caller caller;

  UsesResource(Models models, UseCounts uses, InstantSource clock, Caller caller) {
    this.models = models;
    this.uses = uses;
    this.clock = clock;
    this.caller = caller;
  }

  /** What was used, the most used first. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Uses(Instant since, List<UseCounts.Counted> uses) {}

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Ask who uses a model",
      description =
          "How often each reference led which caller to which version since ?since=, an instant of RFC 3339, 30 days"
              + " ago unless told; counted by the hour, the most used first, at most 1000 rows.")
  public Uses uses(@RestPath String model, @RestQuery @Nullable String since) {
    Instant asked = Arguments.instant("since", since);
    Instant from = asked == null ? clock.instant().minus(USUAL) : asked;
    return new Uses(from, uses.of(models.id(caller.scope(), model), from));
  }
}
