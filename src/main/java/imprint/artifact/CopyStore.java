package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Rows of {@code blob} that are copies of others. */
@ApplicationScoped
class CopyStore {
  private final Database database;

  CopyStore(Database database) {
    this.database = database;
  }

  private static final String ELSEWHERE =
      """
      select distinct b.key, b.storage, b.size, encode(b.sha256, 'hex') as sha256, b.created_at
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :owner and a.owner_kind = :kind and (a.path = :path or a.path >= :from and a.path < :to)
        and b.storage <> :storage and b.key > :after
      order by b.key
      limit :most
      """;

  /** The blobs at or below a place that another storage than this one holds, by their keys. */
  List<Blob> elsewhere(Place place, String storage, UUID after, int most) {
    return database.with(
        h ->
            PinStore.at(h.createQuery(ELSEWHERE), place)
                .bind("storage", storage)
                .bind("after", after)
                .bind("most", most)
                .map(ArtifactStore::readBlob)
                .list());
  }

  private static final String KEEP =
      """
      insert into blob (key, storage, size, sha256, created_at, discarded_at)
      select cast(key as uuid), :storage, size, decode(sha256, 'hex'), :now, :now
      from unnest(:keys, :sizes, :digests) as copy (key, size, sha256)
      """;

  /** Keeps copies, all of one storage, as blobs that nothing refers to yet. */
  void keep(List<Blob> copies) {
    if (copies.isEmpty()) {
      return;
    }
    Blob any = copies.getFirst();
    database.with(
        h ->
            h.createUpdate(KEEP)
                .bind("storage", any.storage())
                .bind("now", any.created().atOffset(ZoneOffset.UTC))
                .bind(
                    "keys",
                    copies.stream().map(copy -> copy.key().toString()).toArray(String[]::new))
                .bind("sizes", copies.stream().mapToLong(Blob::size).toArray())
                .bind("digests", copies.stream().map(Blob::sha256).toArray(String[]::new))
                .execute());
  }
}
