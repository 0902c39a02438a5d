package imprint.access;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Rows of {@code api_token}. */
@ApplicationScoped
class TokenRepository implements PanacheRepository<TokenEntity> {
  Optional<TokenEntity> findByName(String name) {
    return find("name", name).firstResultOptional();
  }

  /** Whether somebody can still make tokens. */
  boolean hasAdmin(Instant now) {
    return count(
            "role = ?1 and revokedAt is null and (expiresAt is null or expiresAt > ?2)",
            Role.ADMIN.word(),
            now)
        > 0;
  }

  /** Whether requests must bring a token. */
  boolean hasAny() {
    return count("revokedAt is null") > 0;
  }
}
