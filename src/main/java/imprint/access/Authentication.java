package imprint.access;

import imprint.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Finds who sends a request. A token that is malformed, unknown, revoked or expired is answered
 * alike, after the same work, so that nothing can be learnt from the answer.
 */
@ApplicationScoped
class Authentication {
  private final KnownTokens known;
  private final SecretHash hash;
  private final WrongAttempts wrong;
  private final TokenUses uses;
  private final InstantSource clock;

  Authentication(
      KnownTokens known,
      SecretHash hash,
      WrongAttempts wrong,
      TokenUses uses,
      InstantSource clock) {
    this.known = known;
    this.hash = hash;
    this.wrong = wrong;
    this.uses = uses;
    this.clock = clock;
  }

  /**
   * Who sends the request: {@code local} while no tokens are demanded, whatever it brings.
   *
   * @throws Failure.Invalid when it has two Authorization headers
   * @throws Failure.Unauthenticated when it brings no valid token
   * @throws Failure.TooOften when too many wrong ones came from its address
   */
  Identity of(HttpServerRequest request) {
    if (!known.areDemanded()) {
      return Identity.LOCAL;
    }
    Optional<String> presented = Credentials.presented(request.headers().getAll("Authorization"));
    if (presented.isPresent()) {
      Optional<TokenStore.Valid> token = token(presented.get());
      if (token.isPresent()) {
        uses.note(token.get().id());
        return token.get().identity();
      }
      wrong.note(request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress());
    }
    throw new Failure.Unauthenticated(
        "This server asks for a valid token: as 'Authorization: Bearer <token>'"
            + " (MLFLOW_TRACKING_TOKEN), or as the password of any user.");
  }

  private Optional<TokenStore.Valid> token(String presented) {
    Optional<TokenText> text = TokenText.parse(presented);
    byte[] hashed = hash.of(text.map(TokenText::secret).orElse(presented));
    return known
        .withHash(hashed)
        .filter(token -> text.isPresent() && text.get().id() == token.id())
        .filter(token -> token.isAliveAt(clock.instant()));
  }
}
