package imprint.upload;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Owner;
import imprint.artifact.OwnerKind;
import imprint.artifact.Place;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code upload}. */
@ApplicationScoped
class UploadStore {
  private final Database database;

  UploadStore(Database database) {
    this.database = database;
  }

  private static final String INSERT =
      """
      insert into upload (
        id, kind, project_id, owner_id, owner_kind, path, storage, blob_key, part_count, foreign_id, expires_at)
      values (:id, :type, :project, :owner, :kind, :path, :storage, :id, :parts, :foreign, :expires)
      """;

  void insert(Upload upload) {
    database.with(
        h ->
            h.createUpdate(INSERT)
                .bind("id", upload.id())
                .bind("type", upload.parts().isPresent() ? "parts" : "single")
                .bind("project", upload.project())
                .bind("owner", upload.place().owner().id())
                .bind("kind", upload.place().owner().kind().column())
                .bind("path", upload.place().row())
                .bind("storage", upload.storage())
                .bind("parts", upload.parts().map(Upload.InParts::count).orElse(null))
                .bind("foreign", upload.parts().map(Upload.InParts::foreignId).orElse(null))
                .bind("expires", upload.expires().atOffset(ZoneOffset.UTC))
                .execute());
  }

  private static final String FIND =
      """
      select id, project_id, owner_id, owner_kind, path, storage, part_count, foreign_id, expires_at
      from upload
      where id = :id
      """;

  /** An upload, which may have expired. */
  Optional<Upload> find(UUID id) {
    return database.with(h -> h.createQuery(FIND).bind("id", id).map(UploadStore::read).findOne());
  }

  private static final String WAITING =
      """
      select id, project_id, owner_id, owner_kind, path, storage, part_count, foreign_id, expires_at
      from upload
      where owner_id = :owner and owner_kind = :kind and (path = :path or path >= :from and path < :to)
        and kind = 'single' and project_id = :project
      order by created_at
      limit :limit
      """;

  /** The single bodies that are on their way to a place or below it, the oldest first. */
  List<Upload> waiting(long project, Place place, int limit) {
    return database.with(
        h ->
            h.createQuery(WAITING)
                .bind("project", project)
                .bind("owner", place.owner().id())
                .bind("kind", place.owner().kind().column())
                .bind("path", place.row())
                .bind("from", place.from())
                .bind("to", place.to())
                .bind("limit", limit)
                .map(UploadStore::read)
                .list());
  }

  private static final String DELETE =
      """
      delete from upload where id = :id
      """;

  /** Whether there was a row; another transaction that deletes it too is waited for. */
  boolean delete(UUID id) {
    return database.with(h -> h.createUpdate(DELETE).bind("id", id).execute()) == 1;
  }

  private static final String EXPIRED =
      """
      select id, project_id, owner_id, owner_kind, path, storage, part_count, foreign_id, expires_at
      from upload
      where expires_at < :before and id > :after
      order by id
      limit :limit
      """;

  /** Some uploads that expired before a moment, by their ids, which are above {@code after}. */
  List<Upload> expired(Instant before, UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(EXPIRED)
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("after", after)
                .bind("limit", limit)
                .map(UploadStore::read)
                .list());
  }

  private static final String CLAIM =
      """
      select id, project_id, owner_id, owner_kind, path, storage, part_count, foreign_id, expires_at
      from upload
      where id = any(cast(:ids as uuid[]))
      order by id
      for update skip locked
      """;

  /**
   * Those of the uploads that are there and nobody else's: the caller's until its transaction ends.
   */
  List<Upload> claim(List<UUID> ids) {
    return database.with(
        h -> h.createQuery(CLAIM).bind("ids", texts(ids)).map(UploadStore::read).list());
  }

  private static final String DELETE_ALL =
      """
      delete from upload where id = any(cast(:ids as uuid[]))
      """;

  int deleteAll(List<UUID> ids) {
    return database.with(h -> h.createUpdate(DELETE_ALL).bind("ids", texts(ids)).execute());
  }

  private static String[] texts(List<UUID> ids) {
    return ids.stream().map(UUID::toString).toArray(String[]::new);
  }

  private static Upload read(ResultSet row, StatementContext context) throws SQLException {
    int parts = row.getInt("part_count");
    Optional<Upload.InParts> inParts =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Upload.InParts(parts, row.getString("foreign_id")));
    return new Upload(
        row.getObject("id", UUID.class),
        row.getLong("project_id"),
        new Place(
            new Owner(OwnerKind.of(row.getString("owner_kind")), row.getLong("owner_id")),
            new ArtifactPath(row.getString("path").substring(1))),
        row.getString("storage"),
        inParts,
        row.getObject("expires_at", OffsetDateTime.class).toInstant());
  }
}
