package imprint.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.attestation.RecordedKey;
import imprint.attestation.SigningKeys;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /api/v1/keys}: the public keys that attestations are verified with. */
@Path("/api/v1/keys")
@RunOnVirtualThread
@Tag(name = "Keys", description = "Public keys that attestations are verified with")
public class KeysResource {
  private static final String PEM = "application/x-pem-file";

  private final SigningKeys keys;

  KeysResource(SigningKeys keys) {
    this.keys = keys;
  }

  /** A key as this API shows it. */
  @JsonNaming(SnakeCaseStrategy.class)
  @Schema(description = "A public key.")
  record KeyView(
      @Schema(description = "Hex SHA-256 of public_key; the hint in a bundle.") String id,
      @Schema(description = "PEM, with \\n at the end of each line.") String publicKey,
      @Schema(description = "ecdsa-p256-sha256.") String algorithm,
      Instant createdAt,
      @Schema(description = "Whether the server that answers signs with it now.") boolean current) {
    static KeyView of(RecordedKey key) {
      return new KeyView(
          key.id(), key.pem(), RecordedKey.ALGORITHM, key.createdAt(), key.isCurrent());
    }
  }

  @Schema(description = "All keys, the newest first.")
  record Page(List<KeyView> keys) {}

  @GET
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "List signing keys",
      description =
          "Every public key that ever signed here; those that sign no more stay, to verify what"
              + " they signed. With Accept: application/x-pem-file all of them in one PEM text.")
  public Page list() {
    return new Page(keys.list().stream().map(KeyView::of).toList());
  }

  @GET
  @Produces(PEM)
  @Needs(Permission.PUBLIC)
  @Operation(hidden = true)
  public String listPem() {
    return keys.list().stream().map(RecordedKey::pem).collect(Collectors.joining());
  }

  @GET
  @Path("/{id}")
  @Produces(MediaType.APPLICATION_JSON)
  @Needs(Permission.PUBLIC)
  @Operation(
      summary = "Read a signing key",
      description =
          "With Accept: application/x-pem-file its PEM text alone. 404 when there is none of this"
              + " id.")
  public KeyView get(@PathParam("id") String id) {
    return KeyView.of(keys.get(id));
  }

  @GET
  @Path("/{id}")
  @Produces(PEM)
  @Needs(Permission.PUBLIC)
  @Operation(hidden = true)
  public String getPem(@PathParam("id") String id) {
    return keys.get(id).pem();
  }
}
