package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What of {@code blob} nothing refers to. */
@ApplicationScoped
class SweepStore {
  private final Database database;

  SweepStore(Database database) {
    this.database = database;
  }

  /** A blob that may be freed. */
  record Discarded(UUID key, String storage, long size) {}

  private static final String KEEP_REFERRED =
      """
      update blob set discarded_at = null
      where discarded_at is not null and exists (select from artifact a where a.blob_key = blob.key)
      """;

  /** Takes back the mark of blobs that something refers to again. */
  void keepReferred() {
    database.with(h -> h.execute(KEEP_REFERRED));
  }

  private static final String CLAIM =
      """
      select b.key, b.storage, b.size
      from blob b
      where b.discarded_at < :before and not exists (select from artifact a where a.blob_key = b.key)
      order by b.discarded_at
      limit :most
      for update of b skip locked
      """;

  /** Claims discarded blobs for the caller's transaction; other servers pass over them. */
  List<Discarded> claim(Instant before, int most) {
    return database.with(
        h ->
            h.createQuery(CLAIM)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Discarded(
                            row.getObject("key", UUID.class),
                            row.getString("storage"),
                            row.getLong("size")))
                .list());
  }

  private static final String FORGET = "delete from blob where key = any(:keys)";

  /** Removes the rows of freed blobs. */
  void forget(List<UUID> keys) {
    database.with(h -> h.createUpdate(FORGET).bind("keys", keys.toArray(UUID[]::new)).execute());
  }

  /** How many blobs, of how many bytes together. */
  record Sum(long count, long bytes) {}

  private static final String SUM =
      """
      select count(*) as count, coalesce(sum(b.size), 0) as bytes
      from blob b
      where b.discarded_at < :before and not exists (select from artifact a where a.blob_key = b.key)
      """;

  /** What {@link #claim} would hand out in the end. */
  Sum sum(Instant before) {
    return database.with(
        h ->
            h.createQuery(SUM)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Sum(row.getLong("count"), row.getLong("bytes")))
                .one());
  }

  private static final String KNOWN =
      """
      select key from blob where key = any(:keys)
      union all
      select blob_key from upload where blob_key = any(:keys)
      """;

  private static final String EXPECTED =
      """
      select cast(blob_key as text) from upload where blob_key = any(cast(:names as uuid[]))
      union all
      select foreign_id from upload where foreign_id = any(:names)
      """;

  /** Those that are the key of an upload, or a storage's own id of one. */
  Set<UUID> expected(Collection<UUID> uploads) {
    return database
        .with(
            h ->
                h.createQuery(EXPECTED)
                    .bind("names", uploads.stream().map(UUID::toString).toArray(String[]::new))
                    .mapTo(String.class)
                    .list())
        .stream()
        .map(UUID::fromString)
        .collect(Collectors.toSet());
  }

  /** Those of the keys that a blob or an upload has. */
  Set<UUID> known(Collection<UUID> keys) {
    return new HashSet<>(
        database.with(
            h ->
                h.createQuery(KNOWN)
                    .bind("keys", keys.toArray(UUID[]::new))
                    .mapTo(UUID.class)
                    .list()));
  }
}
