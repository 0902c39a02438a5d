package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import imprint.sql.Faults;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of {@code model_version}. */
@ApplicationScoped
class VersionStore {
  private final Database database;

  VersionStore(Database database) {
    this.database = database;
  }

  /** The number of the row of a version that is about to be added. */
  long nextId() {
    return database.with(
        h ->
            h.createQuery("select nextval(pg_get_serial_sequence('model_version', 'id'))")
                .mapTo(Long.class)
                .one());
  }

  private static final String INSERT =
      """
      with created as (
        insert into model_version
          (id, model_id, project_id, number, semver, semver_order, pre_release, bump, bump_reason, state, description,
           source, run_id, run_link, logged_model_id, source_path, user_id, artifact_uri, manifest_digest, file_count,
           byte_count, signature, provenance, promotion_id, creation_time, last_update_time, approved_time)
        values
          (:id, :model, :project, :number, :semver, :order, :pre, :bump, :bumpReason, :state, :description,
           :source, :run, :runLink, :loggedModel, :path, :user, :uri, decode(:digest, 'hex'), :files,
           :bytes, cast(:signature as json), cast(:provenance as json), cast(:promotion as uuid), :now, :now,
           cast(:approved as bigint))
      ), tags as (
        insert into model_version_tag (version_id, key, value)
        select :id, tag.key, tag.value from unnest(:keys, :values) as tag (key, value)
      )
      insert into version_state_change (model_id, version_id, state, actor) values (:model, :id, :state, :actor)
      """;

  /**
   * Adds a version with its tags. Its number and semantic version are unique under the lock of its
   * model.
   */
  void insert(Scope scope, ModelVersion version) {
    VersionFiles files = version.files();
    try {
      database.with(
          h ->
              h.createUpdate(INSERT)
                  .bind("id", version.id())
                  .bind("model", version.modelId())
                  .bind("project", scope.project())
                  .bind("actor", scope.actor())
                  .bind("number", version.number())
                  .bind("semver", version.semver().text())
                  .bind("order", version.semver().order())
                  .bind("pre", version.semver().isPreRelease())
                  .bind("bump", version.bump())
                  .bind("bumpReason", version.bumpReason())
                  .bind("state", version.state().word())
                  .bind("description", version.description())
                  .bind("source", version.source())
                  .bind("run", version.runId())
                  .bind("runLink", version.runLink())
                  .bind("loggedModel", version.loggedModelId())
                  .bind("path", version.sourcePath())
                  .bind("user", version.userId())
                  .bind("uri", files == null ? null : files.uri())
                  .bind("digest", files == null ? null : files.digest())
                  .bind("files", files == null ? 0 : files.count())
                  .bind("bytes", files == null ? 0L : files.bytes())
                  .bind("signature", version.signature())
                  .bind("provenance", version.provenance())
                  .bind("promotion", version.promotion())
                  .bind("now", version.creationTime())
                  .bind("approved", version.approvedTime())
                  .bind("keys", Tag.keys(version.tags()))
                  .bind("values", Tag.values(version.tags()))
                  .execute());
    } catch (RuntimeException failure) {
      if (Faults.violatedConstraint(failure).filter("model_version_semver"::equals).isPresent()) {
        throw semverTaken(version.model(), version.semver());
      }
      throw failure;
    }
  }

  static Failure.Taken semverTaken(String model, SemanticVersion semver) {
    return new Failure.Taken(
        "Version "
            + semver
            + " of model '"
            + Failure.echo(model)
            + "' exists already, or has existed. A semantic"
            + " version is given once; build metadata does not make it another.");
  }

  private static final String HAS_SEMVER =
      "select exists (select from model_version where model_id = :model and semver_order = :order and state <> 'rejected')";

  /** Whether a semantic version was given already, also to a version that was deleted since. */
  boolean hasSemver(long model, SemanticVersion semver) {
    return database.with(
        h ->
            h.createQuery(HAS_SEMVER)
                .bind("model", model)
                .bind("order", semver.order())
                .mapTo(Boolean.class)
                .one());
  }

  private static final String FIND =
      "select "
          + VersionRow.COLUMNS
          + " from model_version v "
          + VersionRow.DATA
          + " where m.project_id = :project and m.name = :name and m.deleted_time is null"
          + " and v.number = :number and v.deleted_time is null";

  Optional<ModelVersion> find(Scope scope, String model, int number) {
    return database.with(
        h ->
            h.createQuery(FIND)
                .bind("project", scope.project())
                .bind("name", model)
                .bind("number", number)
                .map(VersionRow::read)
                .findOne());
  }

  private static final String LOAD =
      "select "
          + VersionRow.COLUMNS
          + " from unnest(:ids) with ordinality as wanted (id, position) join model_version v on v.id = wanted.id "
          + VersionRow.DATA
          + " order by wanted.position";

  /** The versions of these rows, in their order. */
  List<ModelVersion> load(List<Long> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    return database.with(
        h ->
            h.createQuery(LOAD)
                .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
                .map(VersionRow::read)
                .list());
  }

  private static final String LATEST =
      """
      select distinct on (v.model_id, v.stage) v.id
      from model_version v
      left join channel c on c.model_id = v.model_id and c.name = lower(v.stage)
      where v.model_id = any(:models) and v.deleted_time is null
      order by v.model_id, v.stage, (c.version_id = v.id) desc nulls last, v.number desc
      """;

  /** Of each model and stage the newest version; of a stage that is a channel, the one it holds. */
  List<ModelVersion> latest(List<Long> models) {
    if (models.isEmpty()) {
      return List.of();
    }
    return load(
        database.with(
            h ->
                h.createQuery(LATEST)
                    .bind("models", models.stream().mapToLong(Long::longValue).toArray())
                    .mapTo(Long.class)
                    .list()));
  }

  private static final String HIGHEST =
      """
      select semver, signature
      from model_version
      where model_id = :model and state <> 'rejected' and not pre_release and id <> :excluding
      order by semver_order desc
      limit 1
      """;

  /** The version that a bump starts from. */
  record Base(SemanticVersion semver, @Nullable String signature) {}

  /**
   * The highest release of a model, deleted ones among them; rejected ones gave their version back.
   *
   * @param excluding the row of a version to pass over; 0 for none
   */
  Optional<Base> highest(long model, long excluding) {
    return database.with(
        h ->
            h.createQuery(HIGHEST)
                .bind("model", model)
                .bind("excluding", excluding)
                .map(
                    (row, context) ->
                        new Base(
                            new SemanticVersion(row.getString("semver")),
                            row.getString("signature")))
                .findOne());
  }

  private static final String APPROVED_OF_RUN =
      """
      select exists (
        select from model_version
        where project_id = :project and run_id = :run and state = 'approved' and deleted_time is null
      )
      """;

  /** Whether an approved version came of a candidate. */
  boolean hasApproved(Scope scope, String runId) {
    return database.with(
        h ->
            h.createQuery(APPROVED_OF_RUN)
                .bind("project", scope.project())
                .bind("run", runId)
                .mapTo(Boolean.class)
                .one());
  }

  private static final String DESCRIBE =
      "update model_version set description = :description, last_update_time = :now where id = :version";

  void describe(long version, String description, long now) {
    database.with(
        h ->
            h.createUpdate(DESCRIBE)
                .bind("version", version)
                .bind("description", description)
                .bind("now", now)
                .execute());
  }

  private static final String SET_STATE =
      """
      with changed as (
        update model_version
        set state = :state, state_reason = :reason, last_update_time = :now,
            approved_time = case when :state = 'approved' then coalesce(approved_time, :now) else approved_time end,
            promotion_id = coalesce(cast(:promotion as uuid), promotion_id)
        where id = :version
        returning id, model_id
      )
      insert into version_state_change (model_id, version_id, state, actor, reason)
      select model_id, id, :state, :actor, :reason from changed
      """;

  void setState(
      Scope scope,
      long version,
      VersionState state,
      String reason,
      @Nullable UUID promotion,
      long now) {
    database.with(
        h ->
            h.createUpdate(SET_STATE)
                .bind("version", version)
                .bind("state", state.word())
                .bind("reason", reason)
                .bind("promotion", promotion)
                .bind("actor", scope.actor())
                .bind("now", now)
                .execute());
  }

  private static final String COMPROMISE =
      """
      with damaged as (
        select distinct v.id
        from blob b
        join artifact a on a.blob_key = b.key and a.owner_kind = 'version'
        join model_version v on v.id = a.owner_id
        where b.damage is not null and v.deleted_time is null and v.state in ('registered', 'approved', 'deprecated')
      ), changed as (
        update model_version v
        set state = 'compromised', state_reason = :reason, last_update_time = :now
        from damaged where v.id = damaged.id
        returning v.id, v.model_id
      )
      insert into version_state_change (model_id, version_id, state, actor, reason)
      select model_id, id, 'compromised', 'imprint', :reason from changed
      """;

  /** Marks versions of which a stored byte is wrong; how many. */
  int compromise(String reason, long now) {
    return database.with(
        h -> h.createUpdate(COMPROMISE).bind("reason", reason).bind("now", now).execute());
  }

  private static final String DELETE =
      """
      with gone as (
        update model_version
        set deleted_time = :now, last_update_time = :now, stage = 'None'
        where id = :version
        returning id, model_id
      ), told as (
        insert into version_state_change (model_id, version_id, state, actor)
        select model_id, id, 'deleted', :actor from gone
      ), aliases as (
        delete from model_alias a using gone where a.version_id = gone.id returning a.model_id, a.name
      ), channels as (
        update channel c set version_id = null, held_since = null
        from gone where c.model_id = gone.model_id and c.version_id = gone.id
        returning c.model_id, c.name
      )
      insert into reference_move (model_id, kind, name, from_version_id, actor, reason)
      select model_id, 'alias', name, :version, :actor, 'the version was deleted' from aliases
      union all
      select model_id, 'channel', name, :version, :actor, 'the version was deleted' from channels
      """;

  /** Marks a version of a locked model deleted; nothing points at it any more. */
  void delete(long version, String actor, long now) {
    database.with(
        h ->
            h.createUpdate(DELETE)
                .bind("version", version)
                .bind("actor", actor)
                .bind("now", now)
                .execute());
  }
}
