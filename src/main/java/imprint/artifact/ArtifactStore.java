package imprint.artifact;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code artifact} and {@code blob}. */
@ApplicationScoped
class ArtifactStore {
  private final Database database;

  ArtifactStore(Database database) {
    this.database = database;
  }

  /** What became of a new file. */
  enum Outcome {
    KEPT,
    /** A part of its path is a file. */
    UNDER_A_FILE,
    /** Its path is a folder. */
    IS_A_FOLDER
  }

  /**
   * Two uploads of which one would make a folder of the other's file must not both find the place
   * free, and no row exists yet to lock. So each path that an upload uses as a folder is locked
   * shared and its own path exclusively, from the root down, until the transaction ends.
   */
  private static final String LOCK =
      """
      select case when path = :path then pg_advisory_xact_lock(number) else pg_advisory_xact_lock_shared(number) end
      from (
        select path, hashtextextended(:kind || path, :owner) as number
        from unnest(:folders || :path) with ordinality as used (path, depth)
        order by depth
      ) used
      """;

  private static final String PUT =
      """
      with found as materialized (
        select case
          when exists (
            select from artifact where owner_id = :owner and owner_kind = :kind and path = any(:folders)
          ) then 'UNDER_A_FILE'
          when exists (
            select from artifact where owner_id = :owner and owner_kind = :kind and path >= :from and path < :to
          ) then 'IS_A_FOLDER'
          else 'KEPT' end as outcome
      ), kept as (
        insert into blob (key, storage, size, sha256, created_at)
        select :key, :storage, :size, decode(:sha256, 'hex'), :created from found where outcome = 'KEPT'
        returning key
      ), discarded as (
        update blob set discarded_at = :created
        from artifact old, found
        where old.owner_id = :owner and old.owner_kind = :kind and old.path = :path
          and blob.key = old.blob_key and found.outcome = 'KEPT'
      ), pointed as (
        insert into artifact (owner_id, owner_kind, path, project_id, blob_key)
        select :owner, :kind, :path, :project, kept.key from kept
        on conflict (owner_id, owner_kind, path) do update set blob_key = excluded.blob_key
      ), told as (
        insert into manifest_due (owner_id, owner_kind) select :owner, :kind from kept where :kind <> 'project'
      )
      select outcome from found
      """;

  /**
   * Keeps a blob, whose bytes are durable, as the file of this place, in the place of an older one.
   * Runs in the caller's transaction.
   */
  Outcome put(Scope scope, Place place, Blob blob) {
    String[] folders = folders(place);
    return database.with(
        h -> {
          at(h.createQuery(LOCK), place).bind("folders", folders).mapTo(String.class).list();
          return below(at(h.createQuery(PUT), place), place)
              .bind("folders", folders)
              .bind("project", scope.project())
              .bind("key", blob.key())
              .bind("storage", blob.storage())
              .bind("size", blob.size())
              .bind("sha256", blob.sha256())
              .bind("created", blob.created().atOffset(ZoneOffset.UTC))
              .mapTo(Outcome.class)
              .one();
        });
  }

  private static final String JUDGE =
      """
      select case
        when exists (
          select from artifact where owner_id = :owner and owner_kind = :kind and path = any(:folders)
        ) then 'UNDER_A_FILE'
        when exists (
          select from artifact where owner_id = :owner and owner_kind = :kind and path >= :from and path < :to
        ) then 'IS_A_FOLDER'
        else 'KEPT' end
      """;

  /** What would become of a file that was put there now. */
  Outcome judge(Place place) {
    return database.with(
        h ->
            below(owner(h.createQuery(JUDGE), place.owner()), place)
                .bind("folders", folders(place))
                .mapTo(Outcome.class)
                .one());
  }

  private static final String FIND =
      """
      select b.key, b.storage, b.size, encode(b.sha256, 'hex') as sha256, b.created_at
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :owner and a.owner_kind = :kind and a.path = :path
      """;

  /** The blob of a file; empty when there is none of that path. */
  Optional<Blob> find(Place place) {
    return database.with(
        h -> at(h.createQuery(FIND), place).map(ArtifactStore::readBlob).findOne());
  }

  private static final String STORED =
      """
      select key, storage, size, encode(sha256, 'hex') as sha256, created_at from blob where key = :key
      """;

  /** The blob of a key, whoever's it is. */
  Optional<Blob> stored(UUID key) {
    return database.with(
        h -> h.createQuery(STORED).bind("key", key).map(ArtifactStore::readBlob).findOne());
  }

  private static final String IS_FOLDER =
      """
      select exists (
        select from artifact where owner_id = :owner and owner_kind = :kind and path >= :from and path < :to
      )
      """;

  /** Whether there is a file below this place. */
  boolean isFolder(Place place) {
    return database.with(
        h ->
            below(owner(h.createQuery(IS_FOLDER), place.owner()), place)
                .mapTo(Boolean.class)
                .one());
  }

  private static final String LIST =
      """
      select entry.name, bool_or(entry.deeper) as is_folder, coalesce(max(b.size), 0) as size
      from (
        select split_part(below, '/', 1) as name, position('/' in below) > 0 as deeper, blob_key
        from (
          select substr(path, length(:from) + 1) as below, blob_key
          from artifact
          where owner_id = :owner and owner_kind = :kind and path >= :from and path < :to
        ) file
      ) entry
      left join blob b on b.key = entry.blob_key and not entry.deeper
      group by entry.name
      order by entry.name
      limit :limit
      """;

  /** The direct children of a folder, at most {@code limit}, by the bytes of their names. */
  List<Entry> list(Place folder, int limit) {
    return database.with(
        h ->
            below(owner(h.createQuery(LIST), folder.owner()), folder)
                .bind("limit", limit)
                .map(
                    (row, context) ->
                        new Entry(
                            row.getString("name"),
                            row.getBoolean("is_folder"),
                            row.getLong("size")))
                .list());
  }

  private static final String DELETE =
      """
      with gone as (
        delete from artifact
        where owner_id = :owner and owner_kind = :kind and (path = :path or path >= :from and path < :to)
        returning blob_key
      ), told as (
        insert into manifest_due (owner_id, owner_kind)
        select :owner, :kind where :kind <> 'project' and exists (select from gone)
      )
      update blob set discarded_at = :now from gone where blob.key = gone.blob_key
      """;

  /**
   * Removes a file, or all below a folder, and leaves their blobs to the sweep; nothing there is no
   * error.
   */
  void delete(Place place, Instant now) {
    database.with(
        h ->
            below(at(h.createUpdate(DELETE), place), place)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute());
  }

  private static <S extends SqlStatement<S>> S owner(S statement, Owner owner) {
    return statement.bind("owner", owner.id()).bind("kind", owner.kind().column());
  }

  /** Binds the path as a row has it. */
  private static <S extends SqlStatement<S>> S at(S statement, Place place) {
    return owner(statement, place.owner()).bind("path", place.row());
  }

  /** Binds the range of the paths below a place. */
  private static <S extends SqlStatement<S>> S below(S statement, Place place) {
    return statement.bind("from", place.from()).bind("to", place.to());
  }

  /** The folders a file lies in, the outermost first, as rows would have them were they files. */
  private static String[] folders(Place place) {
    List<String> folders = new ArrayList<>();
    String row = place.row();
    for (int slash = row.indexOf('/', 1); slash > 0; slash = row.indexOf('/', slash + 1)) {
      folders.add(row.substring(0, slash));
    }
    return folders.toArray(String[]::new);
  }

  static Blob readBlob(ResultSet row, StatementContext context) throws SQLException {
    return new Blob(
        row.getObject("key", UUID.class),
        row.getString("storage"),
        row.getLong("size"),
        row.getString("sha256"),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
