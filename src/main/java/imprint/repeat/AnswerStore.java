package imprint.repeat;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Rows of {@code idempotent_request}. All but {@link #forget} run in the transaction that the
 * request's effect belongs to.
 */
@ApplicationScoped
class AnswerStore {
  private final Database database;

  AnswerStore(Database database) {
    this.database = database;
  }

  /**
   * A request that was answered: the hash of what it asked, in hexadecimal digits, and the answer.
   */
  record Kept(String requestHash, Answer answer) {}

  private static final String CLAIM =
      "select pg_try_advisory_xact_lock(hashtextextended('idempotent request ' || :project || ' ' || :actor || ' ' || :key, 0))";

  /**
   * Takes the key for the current transaction, unless another has it. Nobody waits inside of the
   * database, where each who does holds a connection that the first may need.
   */
  boolean claim(Scope scope, String key) {
    return database.with(h -> scoped(h.createQuery(CLAIM), scope, key).mapTo(Boolean.class).one());
  }

  private static final String FIND =
      """
      select encode(request_hash, 'hex') as hash, status, content_type, body from idempotent_request
       where project_id = :project and actor = :actor and key = :key
         and status is not null and created_at > now() - interval '24 hours'
      """;

  Optional<Kept> find(Scope scope, String key) {
    return database.with(
        h ->
            scoped(h.createQuery(FIND), scope, key)
                .map(
                    (row, context) ->
                        new Kept(
                            row.getString("hash"),
                            new Answer(
                                row.getInt("status"),
                                row.getString("content_type"),
                                new String(row.getBytes("body"), StandardCharsets.UTF_8))))
                .findOne());
  }

  private static final String KEEP =
      """
      insert into idempotent_request (project_id, actor, key, request_hash, status, content_type, body)
      values (:project, :actor, :key, decode(:hash, 'hex'), :status, :type, :body)
      on conflict (project_id, actor, key) do update
         set request_hash = excluded.request_hash, status = excluded.status, content_type = excluded.content_type,
             body = excluded.body, created_at = now()
      """;

  /** Keeps an answer, in the place of one that is too old to be found. */
  void keep(Scope scope, String key, Kept kept) {
    database.with(
        (Handle h) ->
            scoped(h.createUpdate(KEEP), scope, key)
                .bind("hash", kept.requestHash())
                .bind("status", kept.answer().status())
                .bind("type", kept.answer().contentType())
                .bind("body", kept.answer().body().getBytes(StandardCharsets.UTF_8))
                .execute());
  }

  private static final String FORGET =
      "delete from idempotent_request where created_at <= now() - interval '24 hours'";

  /** Removes answers of more than a day ago; tells how many. */
  int forget() {
    return database.with(h -> h.createUpdate(FORGET).execute());
  }

  private static <S extends SqlStatement<S>> S scoped(S statement, Scope scope, String key) {
    return statement.bind("project", scope.project()).bind("actor", scope.actor()).bind("key", key);
  }
}
