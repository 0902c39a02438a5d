package imprint.archive;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Rows of {@code archive} and {@code archive_member}. */
@ApplicationScoped
class MemberStore {
  private final Database database;

  MemberStore(Database database) {
    this.database = database;
  }

  private static final String FORMAT = "select format from archive where blob_key = :blob";

  /** The format of an archive that was looked through. */
  Optional<StoredFormat> format(UUID blob) {
    return database.with(
        h ->
            h.createQuery(FORMAT)
                .bind("blob", blob)
                .mapTo(String.class)
                .findOne()
                .map(StoredFormat::of));
  }

  private static final String BEGIN =
      """
      insert into archive (blob_key, format, member_count)
      values (:blob, :format, 0)
      on conflict (blob_key) do nothing
      """;

  /**
   * Begins the index of an archive, in the caller's transaction; waits for another that does the
   * same and is then false if that one made it.
   */
  boolean begin(UUID blob, StoredFormat format) {
    return database.with(
        h ->
            h.createUpdate(BEGIN).bind("blob", blob).bind("format", format.column()).execute()
                == 1);
  }

  private static final String ADD =
      """
      insert into archive_member (
        blob_key, ordinal, path, is_folder, size, data_offset, stored_size, method, crc32, modified_at)
      select :blob, ordinal, path, folder = 1, size, data_offset, stored_size, method, nullif(crc32, -1),
        to_timestamp(nullif(modified, -1))
      from unnest(
        :ordinals, :paths, :folders, :sizes, :offsets, :storedSizes, :methods, :crcs, :modified)
        as t (ordinal, path, folder, size, data_offset, stored_size, method, crc32, modified)
      """;

  /** Keeps members of an index that was begun. */
  void add(UUID blob, List<Member> members) {
    if (members.isEmpty()) {
      return;
    }
    database.with(
        h ->
            h.createUpdate(ADD)
                .bind("blob", blob)
                .bind("ordinals", members.stream().mapToInt(Member::ordinal).toArray())
                .bind("paths", members.stream().map(Member::path).toArray(String[]::new))
                .bind("folders", members.stream().mapToInt(m -> m.isFolder() ? 1 : 0).toArray())
                .bind("sizes", members.stream().mapToLong(Member::size).toArray())
                .bind("offsets", members.stream().mapToLong(Member::offset).toArray())
                .bind("storedSizes", members.stream().mapToLong(Member::storedSize).toArray())
                .bind(
                    "methods",
                    members.stream().map(m -> m.method().column()).toArray(String[]::new))
                .bind("crcs", members.stream().mapToLong(Member::crc32).toArray())
                .bind("modified", members.stream().mapToLong(MemberStore::seconds).toArray())
                .execute());
  }

  private static final String FINISH =
      "update archive set member_count = :count, indexed_at = now() where blob_key = :blob";

  /** Ends an index that was begun. */
  void finish(UUID blob, int count) {
    database.with(h -> h.createUpdate(FINISH).bind("blob", blob).bind("count", count).execute());
  }

  private static final String FIND =
      """
      select ordinal, path, is_folder, size, data_offset, stored_size, method, crc32, modified_at
      from archive_member
      where blob_key = :blob and path = :path
      order by ordinal desc
      limit 1
      """;

  /** The last member of a path. */
  Optional<Member> find(UUID blob, String path) {
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("blob", blob)
                .bind("path", path)
                .map(MemberStore::readMember)
                .findOne());
  }

  private static final String IS_FOLDER =
      """
      select exists (
        select from archive_member where blob_key = :blob and path >= :path || '/' and path < :path || '0'
      )
      """;

  /** Whether a path is that of a folder, named by a member of its own or by what is below it. */
  boolean isFolder(UUID blob, String path) {
    return database.with(
        h ->
            h.createQuery(IS_FOLDER)
                .bind("blob", blob)
                .bind("path", path)
                .mapTo(Boolean.class)
                .one());
  }

  /**
   * From each child the next is found through the index, past all that is below a folder, so the
   * cost is that of the children shown. No path holds U+0001, which is thus what follows a path
   * first.
   */
  private static final String CHILDREN =
      """
      with recursive child as (
        select first.*, 1 as number
        from (
          select path, is_folder, size, method, modified_at
          from archive_member
          where blob_key = :blob and path >= :begin
          order by path, ordinal desc
          limit 1
        ) first
        where starts_with(first.path, :from)
        union all
        select next.*, child.number + 1
        from child cross join lateral (
          select path, is_folder, size, method, modified_at
          from archive_member
          where blob_key = :blob and path >= case
            when position('/' in substr(child.path, length(:from) + 1)) > 0
              then :from || split_part(substr(child.path, length(:from) + 1), '/', 1) || '0'
            else child.path || chr(1) end
          order by path, ordinal desc
          limit 1
        ) next
        where child.number < :limit and starts_with(next.path, :from)
      )
      select split_part(substr(path, length(:from) + 1), '/', 1) as name,
        position('/' in substr(path, length(:from) + 1)) > 0 as is_deep,
        is_folder, size, method, modified_at
      from child
      order by number
      """;

  /**
   * A direct child.
   *
   * @param beyond the least path that follows all of it
   */
  record Child(MemberEntry entry, String beyond) {}

  /**
   * Direct children of a folder, by the bytes of their names, a folder's with a slash at its end.
   *
   * @param from empty for the root, else the folder's path and a slash
   * @param begin the least path to look at
   */
  List<Child> children(UUID blob, String from, String begin, int limit) {
    return database.with(
        h ->
            h.createQuery(CHILDREN)
                .bind("blob", blob)
                .bind("from", from)
                .bind("begin", begin)
                .bind("limit", limit)
                .map((row, context) -> readChild(row, from))
                .list());
  }

  private static Child readChild(ResultSet row, String from) throws SQLException {
    String name = row.getString("name");
    if (row.getBoolean("is_deep")) {
      return new Child(new MemberEntry(name, true, 0, true, null), from + name + "0");
    }
    boolean folder = row.getBoolean("is_folder");
    boolean readable = MemberMethod.of(row.getString("method")).isReadable();
    return new Child(
        new MemberEntry(name, folder, row.getLong("size"), readable, modified(row)),
        from + name + "\u0001");
  }

  private static Member readMember(ResultSet row, StatementContext context) throws SQLException {
    long crc32 = row.getLong("crc32");
    return new Member(
        row.getInt("ordinal"),
        row.getString("path"),
        row.getBoolean("is_folder"),
        row.getLong("size"),
        row.getLong("data_offset"),
        row.getLong("stored_size"),
        MemberMethod.of(row.getString("method")),
        row.getObject("crc32") == null ? Member.NO_CRC : crc32,
        modified(row));
  }

  private static @Nullable Instant modified(ResultSet row) throws SQLException {
    OffsetDateTime modified = row.getObject("modified_at", OffsetDateTime.class);
    return modified == null ? null : modified.toInstant();
  }

  private static long seconds(Member member) {
    return member.modified() == null ? -1 : member.modified().getEpochSecond();
  }
}
