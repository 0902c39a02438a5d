package imprint.artifact;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The children of a folder, some at a time. */
@ApplicationScoped
class FolderPageStore {
  private final Database database;

  FolderPageStore(Database database) {
    this.database = database;
  }

  /**
   * Jumps from child to child along the index, over all that lies below a folder, so that a page
   * costs as much as it shows. {@code chr(1)} precedes whatever may follow in a path.
   */
  private static final String PAGE =
      """
      with recursive child as (
        (select a.path, 1 as number from artifact a
         where a.owner_id = :owner and a.owner_kind = :kind and a.path >= :start and a.path < :to
         order by a.path limit 1)
        union all
        select next.path, child.number + 1
        from child cross join lateral (
          select a.path from artifact a
          where a.owner_id = :owner and a.owner_kind = :kind and a.path < :to
            and a.path >= case
              when position('/' in substr(child.path, length(:from) + 1)) > 0
              then :from || split_part(substr(child.path, length(:from) + 1), '/', 1) || '0'
              else child.path || chr(1) end
          order by a.path limit 1
        ) next
        where child.number < :most
      )
      select split_part(substr(child.path, length(:from) + 1), '/', 1) as name,
        position('/' in substr(child.path, length(:from) + 1)) > 0 as is_folder,
        coalesce(b.size, 0) as size
      from child
      join artifact a on a.owner_id = :owner and a.owner_kind = :kind and a.path = child.path
      left join blob b
        on b.key = a.blob_key and position('/' in substr(child.path, length(:from) + 1)) = 0
      order by child.number
      """;

  /**
   * At most {@code most} children, by the bytes of their paths.
   *
   * @param start the path, as rows have it, from which on children are wanted
   */
  List<Entry> page(Place folder, String start, int most) {
    return database.with(
        h ->
            h.createQuery(PAGE)
                .bind("owner", folder.owner().id())
                .bind("kind", folder.owner().kind().column())
                .bind("from", folder.from())
                .bind("start", start)
                .bind("to", folder.to())
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Entry(
                            row.getString("name"),
                            row.getBoolean("is_folder"),
                            row.getLong("size")))
                .list());
  }
}
