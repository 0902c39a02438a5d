package imprint.artifact;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code artifact} that versions own. */
@ApplicationScoped
class PinStore {
  private final Database database;

  PinStore(Database database) {
    this.database = database;
  }

  /** A file goes by its own name; what lies below a folder by what follows the folder. */
  private static final String PIN =
      """
      with pinned as (
        insert into artifact (owner_id, owner_kind, path, project_id, blob_key)
        select :version, 'version',
               case when path = :path then regexp_replace(path, '^.*/', '/') else substr(path, length(:from)) end,
               :project, coalesce(copy.made, blob_key)
        from artifact
        left join unnest(:copied, :copies) as pair (original, replica)
          cross join lateral (select cast(original as uuid) as source, cast(replica as uuid) as made) copy
          on copy.source = blob_key
        where owner_id = :owner and owner_kind = :kind and (path = :path or path >= :from and path < :to)
        order by path
        limit :most
        returning blob_key
      ), kept as (
        update blob set discarded_at = null
        where discarded_at is not null and key in (select blob_key from pinned)
      ), told as (
        insert into manifest_due (owner_id, owner_kind) select :version, 'version' where exists (select from pinned)
      )
      select count(*) from pinned
      """;

  /**
   * Points names of a version at the bytes of a file, or of all below a folder; the number of
   * files.
   *
   * @param copies bytes to point at instead of others
   */
  long pin(Scope scope, Place from, Owner version, Map<UUID, UUID> copies, int most) {
    return database.with(
        h ->
            at(h.createQuery(PIN), from)
                .bind("version", version.id())
                .bind("project", scope.project())
                .bind("copied", texts(copies.keySet()))
                .bind("copies", texts(copies.values()))
                .bind("most", most)
                .mapTo(Long.class)
                .one());
  }

  private static String[] texts(Collection<UUID> keys) {
    return keys.stream().map(UUID::toString).toArray(String[]::new);
  }

  static Query at(Query query, Place place) {
    return query
        .bind("owner", place.owner().id())
        .bind("kind", place.owner().kind().column())
        .bind("path", place.row())
        .bind("from", place.from())
        .bind("to", place.to());
  }

  private static final String SUM =
      """
      select count(*) as files, sum(b.size) as bytes,
             encode(sha256(convert_to(
               string_agg(encode(b.sha256, 'hex') || '  ' || a.name || chr(10), '' order by a.name), 'UTF8')), 'hex')
               as digest
      from (
        select case when path = :path then regexp_replace(path, '^.*/', '') else substr(path, length(:from) + 1) end
                 collate "C" as name, blob_key
        from artifact
        where owner_id = :owner and owner_kind = :kind and (path = :path or path >= :from and path < :to)
      ) a
      join blob b on b.key = a.blob_key
      having count(*) > 0
      """;

  /** What lies at or below a place, if anything. */
  Optional<Pins.Pinned> snapshot(Place place) {
    return database.with(
        h ->
            at(h.createQuery(SUM), place)
                .map(
                    (row, context) ->
                        new Pins.Pinned(
                            row.getInt("files"), row.getLong("bytes"), row.getString("digest")))
                .findOne());
  }

  private static final String FILES =
      """
      select a.name, b.size, encode(b.sha256, 'hex') as sha256
      from (
        select case when path = :path then regexp_replace(path, '^.*/', '') else substr(path, length(:from) + 1) end
                 collate "C" as name, blob_key
        from artifact
        where owner_id = :owner and owner_kind = :kind and (path = :path or path > :from || :after and path < :to)
      ) a
      join blob b on b.key = a.blob_key
      where a.name > :after
      order by a.name
      limit :most
      """;

  List<Pins.Named> files(Place place, String after, int most) {
    return database.with(
        h ->
            at(h.createQuery(FILES), place)
                .bind("after", after)
                .bind("most", most)
                .map(PinStore::named)
                .list());
  }

  private static final String FILES_OF_VERSION =
      """
      select substr(a.path, 2) as name, b.size, encode(b.sha256, 'hex') as sha256
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :version and a.owner_kind = 'version' and a.path > '/' || :after
      order by a.path
      limit :most
      """;

  /** Files of a version in the order of the table's key, so that a page costs the same anywhere. */
  List<Pins.Named> files(Owner version, String after, int most) {
    return database.with(
        h ->
            h.createQuery(FILES_OF_VERSION)
                .bind("version", version.id())
                .bind("after", after)
                .bind("most", most)
                .map(PinStore::named)
                .list());
  }

  private static Pins.Named named(ResultSet row, StatementContext context) throws SQLException {
    return new Pins.Named(row.getString("name"), row.getLong("size"), row.getString("sha256"));
  }

  private static final String DIGESTS =
      """
      select substr(a.path, 2) as name, encode(b.sha256, 'hex') as sha256
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :version and a.owner_kind = 'version' and a.path = any(:paths)
      order by a.path
      """;

  Map<String, String> digests(Owner version, List<String> paths) {
    Map<String, String> digests = new LinkedHashMap<>();
    database.with(
        h -> {
          h.createQuery(DIGESTS)
              .bind("version", version.id())
              .bind("paths", paths.stream().map(path -> "/" + path).toArray(String[]::new))
              .map((row, context) -> digests.put(row.getString("name"), row.getString("sha256")))
              .list();
          return null;
        });
    return digests;
  }

  private static final String FIND =
      """
      select b.key, b.storage, b.size, encode(b.sha256, 'hex') as sha256, b.created_at
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :version and a.owner_kind = 'version' and a.path = :path
      """;

  Optional<Blob> find(Owner version, ArtifactPath path) {
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("version", version.id())
                .bind("path", "/" + path.text())
                .map(ArtifactStore::readBlob)
                .findOne());
  }
}
