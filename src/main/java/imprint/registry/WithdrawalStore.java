package imprint.registry;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Which versions were taken back, of {@code model_version} and its changes of state. */
@ApplicationScoped
class WithdrawalStore {
  private final Database database;

  WithdrawalStore(Database database) {
    this.database = database;
  }

  private static final String FIND =
      """
      select m.name as model, v.number, v.semver, v.state, v.state_reason,
             coalesce(
               (select max(c.changed_at) from version_state_change c
                where c.model_id = v.model_id and c.version_id = v.id and c.state = v.state),
               to_timestamp(v.last_update_time / 1000)) as since
      from model_version v join model m on m.id = v.model_id
      where v.id = :version and v.state in ('revoked', 'compromised')
      """;

  /** The withdrawal of the version of a row; empty for one that was not withdrawn. */
  Optional<Withdrawal> find(long version) {
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("version", version)
                .map(
                    (row, context) ->
                        new Withdrawal(
                            row.getString("model"),
                            row.getInt("number"),
                            row.getString("semver"),
                            row.getString("state"),
                            row.getString("state_reason"),
                            row.getObject("since", OffsetDateTime.class).toInstant()))
                .findOne());
  }
}
