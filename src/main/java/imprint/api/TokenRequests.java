package imprint.api;

import imprint.access.NewToken;
import imprint.access.Role;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** JSON bodies about tokens. */
final class TokenRequests {
  private TokenRequests() {}

  @Schema(description = "A token to make.")
  record WantedToken(
      @Schema(
              description =
                  "Who will have it: letters, digits, dots, hyphens, underscores and @. Never given twice.",
              maxLength = 64)
          @Nullable String name,
      @Schema(description = "reader, contributor, promoter, approver, owner or admin.")
          @Nullable String role,
      @Schema(
              description =
                  "How long it is valid, such as 90d, 12h or 30m, of ten years at most; for ever unless told.")
          @Nullable String expires) {
    NewToken toDomain() {
      return new NewToken(
          JsonBody.present("name", name),
          Role.of(JsonBody.present("role", role)),
          Optional.ofNullable(expires).map(NewToken::life));
    }
  }
}
