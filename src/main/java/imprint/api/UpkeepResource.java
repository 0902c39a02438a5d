package imprint.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.DamagedBlob;
import imprint.artifact.Manifests;
import imprint.artifact.Patrol;
import imprint.artifact.Sweep;
import imprint.artifact.SweepReport;
import imprint.failure.Failure;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/upkeep}: what the storages hold in vain, and what of it has changed. */
@Path("/api/v1/upkeep")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "Upkeep", description = "Freeing bytes that nothing refers to, and finding rot")
public class UpkeepResource {
  private static final int PAGE = 1000;
  private static final int LONGEST_WALK = 3600;

  private final Sweep sweep;
  private final Patrol patrol;
  private final Manifests manifests;

  UpkeepResource(Sweep sweep, Patrol patrol, Manifests manifests) {
    this.sweep = sweep;
    this.patrol = patrol;
    this.manifests = manifests;
  }

  /** What a sweep freed, or would free. */
  @JsonNaming(SnakeCaseStrategy.class)
  record SweepAnswer(
      boolean dryRun,
      long discardedBlobs,
      long discardedBytes,
      long strayObjects,
      long strayBytes) {}

  /** What a round of the patrol found. */
  @JsonNaming(SnakeCaseStrategy.class)
  record PatrolAnswer(long blobs, long bytes, long damaged) {}

  /** What a round of writing manifests did; {@code due} are owners whose turn is yet to come. */
  @JsonNaming(SnakeCaseStrategy.class)
  record ManifestsAnswer(long written, long removed, long failed, long due) {}

  /** Damaged blobs; {@code next} continues after the last, and is absent at the end. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Damage(List<Blob> blobs, @Nullable String next) {
    @JsonNaming(SnakeCaseStrategy.class)
    record Blob(UUID key, String storage, long size, String damage, Instant found, String place) {}
  }

  @POST
  @Path("/sweep")
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Free what nothing refers to",
      description =
          "Frees the bytes of artifacts that were overwritten or deleted longer ago than imprint.sweep.grace, and"
              + " objects that no artifact and no upload knows. With dry_run=true it only says how many and how many"
              + " bytes. 503 when a storage does not answer.")
  public SweepAnswer sweep(@RestQuery("dry_run") @DefaultValue("false") String dryRun) {
    boolean dry = flag("dry_run", dryRun);
    SweepReport report = dry ? sweep.plan() : sweep.run();
    return new SweepAnswer(
        dry,
        report.discardedBlobs(),
        report.discardedBytes(),
        report.strayObjects(),
        report.strayBytes());
  }

  @POST
  @Path("/patrol")
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Read stored bytes again",
      description =
          "Reads blobs that are due, those that waited longest first, and compares them with their SHA-256, for at"
              + " most ?seconds= (1 to 3600, 60 unless told).")
  public PatrolAnswer patrol(@RestQuery @DefaultValue("60") String seconds) {
    Patrol.Round round = patrol.walk(Duration.ofSeconds(number("seconds", seconds)));
    return new PatrolAnswer(round.blobs(), round.bytes(), round.damaged());
  }

  @POST
  @Path("/manifests")
  @Needs(Permission.STORAGE_ADMIN)
  @Operation(
      summary = "Write manifests",
      description =
          "Writes the manifest.json documents that are due beside the stored files, which else happens every"
              + " imprint.manifests.every, for at most ?seconds= (1 to 3600, 60 unless told). With all=true every one"
              + " is written anew, as after a storage lost some.")
  public ManifestsAnswer manifests(
      @RestQuery @DefaultValue("false") String all, @RestQuery @DefaultValue("60") String seconds) {
    Duration most = Duration.ofSeconds(number("seconds", seconds));
    if (flag("all", all)) {
      manifests.renew();
    }
    Manifests.Round round = manifests.write(most);
    return new ManifestsAnswer(round.written(), round.removed(), round.failed(), round.due());
  }

  @GET
  @Path("/damage")
  @Needs(Permission.STORAGE_READ)
  @Operation(
      summary = "List damaged blobs",
      description =
          "Blobs whose bytes were found missing or changed, 1000 at a time by key; continue with ?after= and the"
              + " answer's next.")
  public Damage damage(
      @Parameter(description = "The next of an earlier answer.") @RestQuery
          @Nullable String after) {
    List<DamagedBlob> found =
        patrol.damaged(Optional.ofNullable(after).map(UpkeepResource::key), PAGE);
    return new Damage(
        found.stream()
            .map(
                blob ->
                    new Damage.Blob(
                        blob.key(),
                        blob.storage(),
                        blob.size(),
                        blob.damage(),
                        blob.found(),
                        blob.place()))
            .toList(),
        found.size() < PAGE ? null : found.getLast().key().toString());
  }

  private static boolean flag(String name, String value) {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Failure.Invalid(name, name + " is true or false.");
    };
  }

  private static int number(String name, String value) {
    try {
      int number = Integer.parseInt(value);
      if (number >= 1 && number <= LONGEST_WALK) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new Failure.Invalid(name, name + " is a number from 1 to " + LONGEST_WALK + ".");
  }

  private static UUID key(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAKey) {
      throw new Failure.Invalid("after", "after is the next of an earlier answer.");
    }
  }
}
