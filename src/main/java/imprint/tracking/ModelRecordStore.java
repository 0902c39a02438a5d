package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import jakarta.enterprise.context.ApplicationScoped;

/** Appends to a tag of a candidate that holds a JSON array. */
@ApplicationScoped
class ModelRecordStore {
  private final Database database;

  ModelRecordStore(Database database) {
    this.database = database;
  }

  /** What became of an append. */
  enum Outcome {
    KEPT,
    CANDIDATE_MISSING,
    CANDIDATE_DELETED,
    TOO_LONG,
    NOT_AN_ARRAY
  }

  /** The text is parsed to know that it is an array, but what it says so far stays as it is. */
  private static final String APPEND =
      """
      with run as materialized (
        select id, deleted_time from candidate where project_id = :project and run_id = :run
      ), tag as (
        insert into candidate_tag as kept (candidate_id, key, value)
        select id, :key, '[' || :element || ']' from run where deleted_time is null
        on conflict (candidate_id, key) do update
        set value = case json_array_length(cast(kept.value as json))
          when 0 then excluded.value
          else left(rtrim(kept.value, E' \\t\\r\\n'), -1) || ', ' || right(excluded.value, -1)
        end
        where length(kept.value) + length(excluded.value) <= :longest
        returning key
      )
      select deleted_time is not null as deleted, exists (select 1 from tag) as kept from run
      """;

  /** Appends a JSON text to the array, which begins with it if the candidate has no such tag. */
  Outcome append(Scope scope, RunId runId, String key, String element, int longest) {
    try {
      return database
          .with(
              h ->
                  h.createQuery(APPEND)
                      .bind("project", scope.project())
                      .bind("run", runId.value())
                      .bind("key", key)
                      .bind("element", element)
                      .bind("longest", longest)
                      .map(
                          (row, context) ->
                              row.getBoolean("deleted")
                                  ? Outcome.CANDIDATE_DELETED
                                  : row.getBoolean("kept") ? Outcome.KEPT : Outcome.TOO_LONG)
                      .findOne())
          .orElse(Outcome.CANDIDATE_MISSING);
    } catch (RuntimeException failure) {
      if (Faults.sqlState(failure).filter(ModelRecordStore::tellsBadJson).isPresent()) {
        return Outcome.NOT_AN_ARRAY;
      }
      throw failure;
    }
  }

  /** Not JSON, not an array, or nested deeper than PostgreSQL reads. */
  private static boolean tellsBadJson(String state) {
    return state.equals("22P02") || state.equals("22023") || state.equals("54001");
  }
}
