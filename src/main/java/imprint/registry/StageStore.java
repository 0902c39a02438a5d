package imprint.registry;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** MLflow's stages of versions, a column of {@code model_version}. */
@ApplicationScoped
class StageStore {
  private final Database database;

  StageStore(Database database) {
    this.database = database;
  }

  private static final String SET_STAGE =
      "update model_version set stage = :stage, last_update_time = :now where id = :version and stage <> :stage";

  void setStage(long version, Stage stage, long now) {
    database.with(
        h ->
            h.createUpdate(SET_STAGE)
                .bind("version", version)
                .bind("stage", stage.word())
                .bind("now", now)
                .execute());
  }

  private static final String FOLLOW_CHANNELS =
      """
      update model_version v
      set stage = coalesce(held.stage, case when v.stage = 'Archived' then v.stage else 'None' end), last_update_time = :now
      from (
        select case
                 when bool_or(c.name = 'production') then 'Production'
                 when bool_or(c.name = 'staging') then 'Staging'
               end as stage
        from channel c where c.version_id = :version
      ) held
      where v.id = :version
        and v.stage <> coalesce(held.stage, case when v.stage = 'Archived' then v.stage else 'None' end)
      """;

  /** Sets the stage that the channels which hold a version make of it. */
  void followChannels(long version, long now) {
    database.with(
        h -> h.createUpdate(FOLLOW_CHANNELS).bind("version", version).bind("now", now).execute());
  }

  private static final String ARCHIVE_OTHERS =
      """
      update model_version set stage = 'Archived', last_update_time = :now
      where model_id = :model and stage = :stage and id <> :version and deleted_time is null
      """;

  /** Archives every other version of a stage. */
  void archiveOthers(long model, long version, Stage stage, long now) {
    database.with(
        h ->
            h.createUpdate(ARCHIVE_OTHERS)
                .bind("model", model)
                .bind("version", version)
                .bind("stage", stage.word())
                .bind("now", now)
                .execute());
  }
}
