package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** When blobs of {@code blob} were last read whole, and what was found. */
@ApplicationScoped
class PatrolStore {
  private final Database database;

  PatrolStore(Database database) {
    this.database = database;
  }

  private static final String DUE =
      """
      select key, storage, size, encode(sha256, 'hex') as sha256, created_at
      from blob
      where storage = :storage and (verified_at is null or verified_at < :before)
      order by verified_at nulls first, key
      limit :most
      """;

  /** Blobs of a storage that were not read since, those that waited longest first. */
  List<Blob> due(String storage, Instant before, int most) {
    return database.with(
        h ->
            h.createQuery(DUE)
                .bind("storage", storage)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map(ArtifactStore::readBlob)
                .list());
  }

  private static final String NOTE =
      "update blob set verified_at = :now, damage = :damage where key = :key";

  /** Notes what was found; empty damage: the bytes are right. */
  void note(UUID key, Instant now, Optional<String> damage) {
    database.with(
        h ->
            h.createUpdate(NOTE)
                .bind("key", key)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("damage", damage.orElse(null))
                .execute());
  }

  private static final String DAMAGED =
      """
      select b.key, b.storage, b.size, b.damage, b.verified_at, a.owner_kind, a.path,
        coalesce(c.run_id, m.model_id, '') as owner
      from blob b
      left join lateral (select * from artifact where blob_key = b.key limit 1) a on true
      left join candidate c on a.owner_kind = 'candidate' and c.id = a.owner_id
      left join logged_model m on a.owner_kind = 'logged_model' and m.id = a.owner_id
      where b.damage is not null and b.key > :after
      order by b.key
      limit :most
      """;

  /** Damaged blobs by key, with a file that points at each. */
  List<DamagedBlob> damaged(UUID after, int most) {
    return database.with(
        h ->
            h.createQuery(DAMAGED)
                .bind("after", after)
                .bind("most", most)
                .map(
                    (row, context) ->
                        new DamagedBlob(
                            row.getObject("key", UUID.class),
                            row.getString("storage"),
                            row.getLong("size"),
                            row.getString("damage"),
                            row.getObject("verified_at", java.time.OffsetDateTime.class)
                                .toInstant(),
                            DamagedBlob.place(
                                row.getString("owner_kind"),
                                row.getString("owner"),
                                row.getString("path"))))
                .list());
  }

  private static final String COUNT = "select count(*) from blob where damage is not null";

  /** How many blobs are known to be damaged. */
  long count() {
    return database.with(h -> h.createQuery(COUNT).mapTo(Long.class).one());
  }
}
