package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Rows of {@code manifest_due}: whose manifests are to be written. */
@ApplicationScoped
class ManifestDueStore {
  private final Database database;

  ManifestDueStore(Database database) {
    this.database = database;
  }

  /**
   * What was written within the time that its files take to be written a few hundred times waits.
   */
  private static final String DUE =
      """
      select distinct d.owner_id, d.owner_kind
      from manifest_due d
      where (d.owner_id, d.owner_kind) > (:id, :kind) and d.due_at <= now()
        and not exists (
          select from manifest m
          where m.owner_id = d.owner_id and m.owner_kind = d.owner_kind
            and m.written_at > now() - m.file_count * interval '2 milliseconds'
        )
      order by d.owner_id, d.owner_kind
      limit :most
      """;

  /**
   * Owners that are due, by their keys. One of many files is due again at the earliest after 2
   * milliseconds for each of them, so that a folder that grows is not written over and over.
   *
   * @param after the last of an earlier answer
   */
  List<Owner> due(Optional<Owner> after, int most) {
    return database.with(
        h ->
            h.createQuery(DUE)
                .bind("id", after.map(Owner::id).orElse(0L))
                .bind("kind", after.map(last -> last.kind().column()).orElse(""))
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Owner(
                            OwnerKind.of(row.getString("owner_kind")), row.getLong("owner_id")))
                .list());
  }

  private static final String LOCK =
      "select pg_try_advisory_xact_lock(hashtextextended('manifest of ' || :kind, :owner))";

  private static final String TAKE =
      "delete from manifest_due where owner_id = :owner and owner_kind = :kind";

  /**
   * Takes an owner for the caller's transaction; when that is undone the owner is due as before.
   * What changes later makes it due anew.
   *
   * @return whether it was due and no other server is at it
   */
  boolean take(Owner owner) {
    return database.with(
        h ->
            h.createQuery(LOCK)
                    .bind("owner", owner.id())
                    .bind("kind", owner.kind().column())
                    .mapTo(Boolean.class)
                    .one()
                && h.createUpdate(TAKE)
                        .bind("owner", owner.id())
                        .bind("kind", owner.kind().column())
                        .execute()
                    > 0);
  }

  private static final String POSTPONE =
      """
      update manifest_due set due_at = now() + :seconds * interval '1 second'
      where owner_id = :owner and owner_kind = :kind
      """;

  /** Lets an owner wait that could not be written. */
  void postpone(Owner owner, Duration wait) {
    database.with(
        h ->
            h.createUpdate(POSTPONE)
                .bind("owner", owner.id())
                .bind("kind", owner.kind().column())
                .bind("seconds", wait.toSeconds())
                .execute());
  }

  private static final String IS_DUE =
      "select exists (select from manifest_due where owner_id = :owner and owner_kind = :kind)";

  /** Whether the manifests of an owner are yet to be written. */
  boolean isDue(Owner owner) {
    return database.with(
        h ->
            h.createQuery(IS_DUE)
                .bind("owner", owner.id())
                .bind("kind", owner.kind().column())
                .mapTo(Boolean.class)
                .one());
  }

  private static final String ALL =
      """
      insert into manifest_due (owner_id, owner_kind)
      select owner_id, owner_kind from artifact where owner_kind in ('candidate', 'logged_model', 'version')
      union
      select owner_id, owner_kind from manifest
      """;

  /** Makes every owner due. */
  void addAll() {
    database.with(h -> h.execute(ALL));
  }

  private static final String COMPACT =
      """
      delete from manifest_due d
      where exists (
        select from manifest_due later
        where later.owner_id = d.owner_id and later.owner_kind = d.owner_kind and later.id > d.id
      )
      """;

  /** Keeps one row of an owner, so that they are few where nothing is written for long. */
  void compact() {
    database.with(h -> h.execute(COMPACT));
  }

  private static final String COUNT =
      "select count(*) from (select distinct owner_id, owner_kind from manifest_due) owner";

  /** How many owners are due, also those that wait. */
  long count() {
    return database.with(h -> h.createQuery(COUNT).mapTo(Long.class).one());
  }
}
