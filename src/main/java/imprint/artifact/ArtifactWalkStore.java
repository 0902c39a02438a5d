package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Rows of {@code artifact} with their blobs, a run of them at a time. */
@ApplicationScoped
class ArtifactWalkStore {
  private final Database database;

  ArtifactWalkStore(Database database) {
    this.database = database;
  }

  /**
   * A file and its bytes.
   *
   * @param below its path from the folder walked
   */
  record WalkedRow(String below, Blob blob) {}

  private static final String NEXT =
      """
      select substr(a.path, length(:from) + 1) as below,
        b.key, b.storage, b.size, encode(b.sha256, 'hex') as sha256, b.created_at
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :owner and a.owner_kind = :kind and a.path > :from || :after and a.path < :to
      order by a.path
      limit :limit
      """;

  /** The files below a folder that follow {@code after}, by the bytes of their paths. */
  List<WalkedRow> next(Place folder, String after, int limit) {
    return database.with(
        h ->
            h.createQuery(NEXT)
                .bind("owner", folder.owner().id())
                .bind("kind", folder.owner().kind().column())
                .bind("from", folder.from())
                .bind("to", folder.to())
                .bind("after", after)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new WalkedRow(
                            row.getString("below"),
                            new Blob(
                                row.getObject("key", UUID.class),
                                row.getString("storage"),
                                row.getLong("size"),
                                row.getString("sha256"),
                                row.getObject("created_at", OffsetDateTime.class).toInstant())))
                .list());
  }
}
