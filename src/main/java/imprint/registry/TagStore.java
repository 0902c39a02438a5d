package imprint.registry;

import imprint.sql.Database;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;

/** Rows of {@code model_tag} and {@code model_version_tag}. */
@ApplicationScoped
class TagStore {
  private final Database database;

  TagStore(Database database) {
    this.database = database;
  }

  private static final String OF_MODEL =
      """
      with gone as (
        delete from model_tag where model_id = :owner and key = any(:removed)
      )
      insert into model_tag (model_id, key, value)
      select :owner, tag.key, tag.value from unnest(:keys, :values) as tag (key, value)
      on conflict (model_id, key) do update set value = excluded.value
      """;

  /** Changes tags of a locked model. */
  void changeOfModel(long model, TagChanges changes) {
    change(OF_MODEL, model, changes);
  }

  private static final String OF_VERSION =
      """
      with gone as (
        delete from model_version_tag where version_id = :owner and key = any(:removed)
      )
      insert into model_version_tag (version_id, key, value)
      select :owner, tag.key, tag.value from unnest(:keys, :values) as tag (key, value)
      on conflict (version_id, key) do update set value = excluded.value
      """;

  /** Changes tags of a version of a locked model. */
  void changeOfVersion(long version, TagChanges changes) {
    change(OF_VERSION, version, changes);
  }

  private void change(String statement, long owner, TagChanges changes) {
    database.with(
        h ->
            h.createUpdate(statement)
                .bind("owner", owner)
                .bind("removed", changes.removed().toArray(String[]::new))
                .bind("keys", Tag.keys(changes.set()))
                .bind("values", Tag.values(changes.set()))
                .execute());
  }
}
