package imprint.attestation;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Rows of {@code attestation}. */
@ApplicationScoped
class AttestationStore {
  private final Database database;

  AttestationStore(Database database) {
    this.database = database;
  }

  private static final String INSERT =
      """
      insert into attestation (version_id, bundle, key_id) values (:version, :bundle, :key)
      on conflict (version_id) do nothing
      """;

  /** Keeps the bundle of a version; false when it has one already, which stays. */
  boolean insert(long version, SignedBundle bundle) {
    return database.with(
            h ->
                h.createUpdate(INSERT)
                    .bind("version", version)
                    .bind("bundle", bundle.json())
                    .bind("key", bundle.keyId())
                    .execute())
        == 1;
  }

  private static final String FIND = "select bundle from attestation where version_id = :version";

  Optional<byte[]> find(long version) {
    return database.with(
        h -> h.createQuery(FIND).bind("version", version).mapTo(byte[].class).findOne());
  }
}
