package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which manifests there should be, and which were written. */
@ApplicationScoped
class ManifestAuditStore {
  private final Database database;

  ManifestAuditStore(Database database) {
    this.database = database;
  }

  /**
   * An owner in a storage.
   *
   * @param identity what people know the owner by
   * @param isDue whether its manifests are yet to be written
   * @param keepsFiles whether the storage keeps files of it
   * @param manifest as it was written; null when none was
   */
  record Expected(
      Owner owner,
      String identity,
      boolean isDue,
      String storage,
      boolean keepsFiles,
      @Nullable Manifest manifest) {}

  private static final String PAGE =
      """
      with owner as materialized (
        (select distinct owner_id, owner_kind from artifact
         where owner_kind in ('candidate', 'logged_model', 'version') and (owner_id, owner_kind) > (:id, :kind)
         order by owner_id, owner_kind limit :most)
        union
        (select distinct owner_id, owner_kind from manifest
         where (owner_id, owner_kind) > (:id, :kind)
         order by owner_id, owner_kind limit :most)
        order by owner_id, owner_kind limit :most
      ), held as (
        select distinct a.owner_id, a.owner_kind, b.storage
        from owner o
        join artifact a on a.owner_id = o.owner_id and a.owner_kind = o.owner_kind
        join blob b on b.key = a.blob_key
      ), written as (
        select m.* from owner o join manifest m on m.owner_id = o.owner_id and m.owner_kind = o.owner_kind
      )
      select e.*,
        exists (
          select from manifest_due d where d.owner_id = e.owner_id and d.owner_kind = e.owner_kind
        ) as is_due,
        coalesce(c.run_id, l.model_id, v.artifact_uri, '') as identity
      from (
        select owner_id, owner_kind, storage, held.owner_id is not null as keeps_files,
          w.name, w.written_at, w.file_count, w.size, encode(w.sha256, 'hex') as sha256
        from held full join written w using (owner_id, owner_kind, storage)
      ) e
      left join candidate c on e.owner_kind = 'candidate' and c.id = e.owner_id
      left join logged_model l on e.owner_kind = 'logged_model' and l.id = e.owner_id
      left join model_version v on e.owner_kind = 'version' and v.id = e.owner_id
      order by e.owner_id, e.owner_kind, e.storage
      """;

  /**
   * Owners by their keys, each with all storages that keep files or a manifest of it.
   *
   * @param after the last of an earlier answer
   */
  List<Expected> page(Optional<Owner> after, int most) {
    return database.with(
        h ->
            h.createQuery(PAGE)
                .bind("id", after.map(Owner::id).orElse(0L))
                .bind("kind", after.map(last -> last.kind().column()).orElse(""))
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Expected(
                            new Owner(
                                OwnerKind.of(row.getString("owner_kind")), row.getLong("owner_id")),
                            row.getString("identity"),
                            row.getBoolean("is_due"),
                            row.getString("storage"),
                            row.getBoolean("keeps_files"),
                            row.getString("name") == null
                                ? null
                                : ManifestStore.read(row, context)))
                .list());
  }
}
