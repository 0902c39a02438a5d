package imprint.attestation;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of {@code signing_key}: every public key that ever signed for this database. */
@ApplicationScoped
class SigningKeyStore {
  private final Database database;

  SigningKeyStore(Database database) {
    this.database = database;
  }

  /** A row. */
  record Row(String id, String pem, Instant createdAt) {}

  private static final String KEEP =
      "insert into signing_key (id, public_pem) values (:id, :pem) on conflict (id) do nothing";

  /** Records a key for good, whatever becomes of the caller's transaction. */
  void keep(VerificationKey key) {
    database.apart(h -> h.createUpdate(KEEP).bind("id", key.id()).bind("pem", key.pem()).execute());
  }

  private static final String LIST =
      "select id, public_pem, created_at from signing_key order by created_at desc, id";

  List<Row> list() {
    return database.with(h -> h.createQuery(LIST).map((row, context) -> row(row)).list());
  }

  private static final String FIND =
      "select id, public_pem, created_at from signing_key where id = :id";

  Optional<Row> find(String id) {
    return database.with(
        h -> h.createQuery(FIND).bind("id", id).map((row, context) -> row(row)).findOne());
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getString("id"),
        row.getString("public_pem"),
        row.getTimestamp("created_at").toInstant());
  }
}
