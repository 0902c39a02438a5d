package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** All blobs, with a file that points at each. */
@ApplicationScoped
class AuditStore {
  private final Database database;

  AuditStore(Database database) {
    this.database = database;
  }

  /** A blob and a file that points at it, empty if none does. */
  record Kept(Blob blob, String place) {}

  private static final String PAGE =
      """
      select b.key, b.storage, b.size, encode(b.sha256, 'hex') as sha256, b.created_at,
        a.owner_kind, a.path, coalesce(c.run_id, m.model_id, v.artifact_uri, '') as owner
      from blob b
      left join lateral (select * from artifact where blob_key = b.key limit 1) a on true
      left join candidate c on a.owner_kind = 'candidate' and c.id = a.owner_id
      left join logged_model m on a.owner_kind = 'logged_model' and m.id = a.owner_id
      left join model_version v on a.owner_kind = 'version' and v.id = a.owner_id
      where b.key > :after
      order by b.key
      limit :most
      """;

  /** Blobs by key from {@code after} on. */
  List<Kept> page(UUID after, int most) {
    return database.with(
        h ->
            h.createQuery(PAGE)
                .bind("after", after)
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Kept(
                            ArtifactStore.readBlob(row, context),
                            DamagedBlob.place(
                                row.getString("owner_kind"),
                                row.getString("owner"),
                                row.getString("path"))))
                .list());
  }
}
