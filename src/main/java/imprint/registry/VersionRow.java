package imprint.registry;

import imprint.tracking.TagColumns;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** How a row of {@code model_version} is read, whole. */
final class VersionRow {
  /**
   * The columns that {@link #read} takes, for statements whose base table is {@code model_version
   * v}.
   */
  static final String COLUMNS =
      """
      v.id, v.model_id, m.name as model, v.number, v.semver, v.bump, v.bump_reason, v.state, v.state_reason, v.stage,
      v.description, v.source, v.run_id, v.run_link, v.logged_model_id, v.source_path, v.user_id, v.artifact_uri,
      encode(v.manifest_digest, 'hex') as digest, v.file_count, v.byte_count, v.signature, v.provenance,
      v.promotion_id, v.creation_time, v.last_update_time, v.approved_time,
      t.keys, t.vals, a.aliases, c.channels
      """;

  /** Where they come from, beside {@code model_version v}: one row a version. */
  static final String DATA =
      """
      join model m on m.id = v.model_id
      cross join lateral (
        select array_agg(tag.key) as keys, array_agg(tag.value) as vals
        from (select key, value from model_version_tag where version_id = v.id order by key) tag
      ) t
      cross join lateral (
        select array_agg(x.name order by x.name) as aliases from model_alias x where x.version_id = v.id
      ) a
      cross join lateral (
        select array_agg(x.name order by x.position) as channels from channel x where x.version_id = v.id
      ) c
      """;

  private VersionRow() {}

  static ModelVersion read(ResultSet row, StatementContext context) throws SQLException {
    List<String> channels = texts(row.getArray("channels"));
    return new ModelVersion(
        row.getLong("id"),
        row.getLong("model_id"),
        row.getString("model"),
        row.getInt("number"),
        new SemanticVersion(row.getString("semver")),
        row.getString("bump"),
        row.getString("bump_reason"),
        VersionState.of(row.getString("state")),
        row.getString("state_reason"),
        Stage.parse(row.getString("stage")),
        row.getString("description"),
        row.getString("source"),
        row.getString("run_id"),
        row.getString("run_link"),
        row.getString("logged_model_id"),
        row.getString("source_path"),
        row.getString("user_id"),
        files(row),
        row.getString("signature"),
        row.getString("provenance"),
        row.getObject("promotion_id", UUID.class),
        row.getLong("creation_time"),
        row.getLong("last_update_time"),
        row.getObject("approved_time", Long.class),
        TagColumns.read(row.getArray("keys"), row.getArray("vals")),
        texts(row.getArray("aliases")),
        channels);
  }

  private static @Nullable VersionFiles files(ResultSet row) throws SQLException {
    String uri = row.getString("artifact_uri");
    return uri == null
        ? null
        : new VersionFiles(
            uri, row.getString("digest"), row.getInt("file_count"), row.getLong("byte_count"));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
  }
}
