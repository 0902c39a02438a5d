package imprint.api;

import imprint.access.Token;
import imprint.access.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A token as this API shows it. */
@Schema(description = "A token, without its secret.")
record TokenView(
    @Schema(description = "The number its text begins with, as in imp_12_….") long id,
    String name,
    String role,
    @Schema(description = "active, expired or revoked.") String state,
    @Schema(description = "The name of the token that made it.") String createdBy,
    Instant createdAt,
    @Schema(description = "Absent when it never does.") @Nullable Instant expiresAt,
    @Schema(description = "To the minute; absent when it never was.")
        @Nullable Instant lastUsedAt) {
  @Schema(description = "All tokens, by name.")
  record Page(List<TokenView> tokens) {}

  @Schema(description = "A token that was just made.")
  record Made(
      @Schema(description = "What its owner sends. It cannot be shown again.") String token,
      TokenView details,
      @Schema(description = "What its maker should know.") List<String> warnings) {
    static Made of(Tokens.Created created) {
      return new Made(created.text(), TokenView.of(created.token()), created.warnings());
    }

    /** Without the text, so that no log tells it. */
    @Override
    public String toString() {
      return details.name();
    }
  }

  static TokenView of(Token token) {
    return new TokenView(
        token.id(),
        token.name(),
        token.role().word(),
        token.state().name().toLowerCase(Locale.ROOT),
        token.createdBy(),
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }
}
