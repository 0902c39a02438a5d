package imprint.access;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What every request asks of {@code api_token}. */
@ApplicationScoped
class TokenStore {
  private final Database database;

  TokenStore(Database database) {
    this.database = database;
  }

  /**
   * A token that was not revoked, as requests are held against it.
   *
   * @param hash of its secret
   * @param expiresAt null when it never does
   */
  record Valid(long id, ByteBuffer hash, Identity identity, @Nullable Instant expiresAt) {
    boolean isAliveAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }
  }

  private static final String VALID =
      "select id, name, role, secret_hash, expires_at from api_token where revoked_at is null";

  /** All tokens but the revoked ones, also those that expired. */
  List<Valid> valid() {
    return database.with(h -> h.createQuery(VALID).map((row, context) -> valid(row)).list());
  }

  private static Valid valid(ResultSet row) throws SQLException {
    OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
    return new Valid(
        row.getLong("id"),
        ByteBuffer.wrap(row.getBytes("secret_hash")),
        new Identity(row.getString("name"), Role.of(row.getString("role"))),
        expires == null ? null : expires.toInstant());
  }

  private static final String USED =
      """
      update api_token set last_used_at = now()
       where id = :id and (last_used_at is null or last_used_at < now() - interval '50 seconds')
      """;

  /** Notes that a token was used, unless one of the servers did just now. */
  void used(long id) {
    database.with(h -> h.createUpdate(USED).bind("id", id).execute());
  }

  private static final String LOCK = "lock table api_token in share row exclusive mode";

  /** Lets changes of tokens wait for each other. Runs in the caller's transaction. */
  void lock() {
    database.with(h -> h.execute(LOCK));
  }
}
