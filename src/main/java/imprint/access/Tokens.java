package imprint.access;

import imprint.failure.Failure;
import imprint.secret.SecretFile;
import imprint.sql.Database;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes, lists and revokes tokens. Other servers of the same database know within five seconds. */
@ApplicationScoped
public class Tokens {
  private final TokenRepository repository;
  private final TokenStore store;
  private final KnownTokens known;
  private final SecretHash hash;
  private final Database database;
  private final InstantSource clock;

  Tokens(
      TokenRepository repository,
      TokenStore store,
      KnownTokens known,
      SecretHash hash,
      Database database,
      InstantSource clock) {
    this.repository = repository;
    this.store = store;
    this.known = known;
    this.hash = hash;
    this.database = database;
    this.clock = clock;
  }

  /**
   * A token that was just made.
   *
   * @param text what its owner sends; it cannot be shown again
   * @param warnings what its maker should know
   */
  public record Created(Token token, String text, List<String> warnings) {
    /** Without the text, so that no log tells it. */
    @Override
    public String toString() {
      return token.name();
    }
  }

  /** A token that was revoked, and what its revoker should know. */
  public record Revoked(Token token, List<String> warnings) {}

  /** Whether requests must bring a token. */
  public boolean areDemanded() {
    return known.areDemanded();
  }

  /** All tokens, by name, also those that were revoked. */
  public List<Token> list() {
    Instant now = clock.instant();
    return database.transaction(
        () -> repository.listAll(Sort.by("name")).stream().map(row -> Token.of(row, now)).toList());
  }

  /**
   * Makes a token. From the first on, every request needs one.
   *
   * @param maker the name of who makes it
   * @throws Failure.Taken when the name was given before, be it to a token that was revoked
   */
  public Created create(NewToken wanted, String maker) {
    String secret = SecretFile.random();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Created made =
        database.transaction(
            () -> {
              store.lock();
              if (repository.findByName(wanted.name()).isPresent()) {
                throw new Failure.Taken(
                    "There is, or was, a token '"
                        + wanted.name()
                        + "'. Names stay with their tokens, as records name them.");
              }
              TokenEntity row = new TokenEntity();
              row.name = wanted.name();
              row.role = wanted.role().word();
              row.secretHash = hash.of(secret);
              row.createdBy = maker;
              row.createdAt = now;
              row.expiresAt = wanted.life().map(now::plus).orElse(null);
              repository.persistAndFlush(row);
              Token token = Token.of(row, now);
              return new Created(token, new TokenText(token.id(), secret).text(), warnings(now));
            });
    known.changed();
    return made;
  }

  /**
   * Revokes a token for ever; doing so again is no error.
   *
   * @throws Failure.Missing when there is none of this name
   * @throws Failure.Refused when nobody could make tokens then
   */
  public Revoked revoke(String name) {
    return revoke(name, false);
  }

  /** Revokes a token, even the last of an admin: for whoever has the server itself. */
  public Revoked revokeEvenLast(String name) {
    return revoke(name, true);
  }

  private Revoked revoke(String name, boolean evenLast) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Revoked revoked =
        database.transaction(
            () -> {
              store.lock();
              TokenEntity row =
                  repository
                      .findByName(name)
                      .orElseThrow(
                          () ->
                              new Failure.Missing(
                                  "There is no token '" + Failure.echo(name) + "'."));
              if (row.revokedAt == null) {
                row.revokedAt = now;
                repository.flush();
                if (!evenLast && !repository.hasAdmin(now)) {
                  throw new Failure.Refused(
                      "This is the last token of an admin: nobody could make tokens then. Make"
                          + " another one first.");
                }
              }
              return new Revoked(Token.of(row, now), warnings(now));
            });
    known.changed();
    return revoked;
  }

  private List<String> warnings(Instant now) {
    if (!repository.hasAny()) {
      return List.of(
          "No token is left: a server that only this machine reaches lets everybody on it do everything.");
    }
    if (!repository.hasAdmin(now)) {
      return List.of(
          "Requests need a token now, and none is an admin's: only the command line can make others"
              + " (imprint token create NAME --role admin).");
    }
    return List.of();
  }
}
