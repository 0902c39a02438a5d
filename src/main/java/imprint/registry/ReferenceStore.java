package imprint.registry;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version that a reference means: one statement for each kind, by an index whatever the
 * number of versions, and one for each kind as of an earlier moment, by the history of moves and
 * states.
 */
@ApplicationScoped
class ReferenceStore {
  private final Database database;

  ReferenceStore(Database database) {
    this.database = database;
  }

  private static final String MODEL =
      "(select id from model where project_id = :project and name = :model and deleted_time is null)";

  /** A statement for the version that {@code pick}, a select of one id, picks. */
  private static String whole(String pick) {
    return "select "
        + VersionRow.COLUMNS
        + " from ("
        + pick
        + ") picked join model_version v on v.id = picked.id "
        + VersionRow.DATA;
  }

  private static final String BY_NUMBER =
      whole(
          "select id from model_version where model_id = "
              + MODEL
              + " and number = :number and deleted_time is null");

  Optional<ModelVersion> byNumber(Scope scope, String model, int number) {
    return one(scope, model, BY_NUMBER, query -> query.bind("number", number));
  }

  private static final String BY_SEMVER =
      whole(
          "select id from model_version where model_id = "
              + MODEL
              + " and semver_order = :order and state <> 'rejected' and deleted_time is null");

  Optional<ModelVersion> bySemver(Scope scope, String model, SemanticVersion version) {
    return one(scope, model, BY_SEMVER, query -> query.bind("order", version.order()));
  }

  private static final String BY_DIGEST =
      whole(
          "select id from model_version where model_id = "
              + MODEL
              + " and manifest_digest = decode(:digest, 'hex') and deleted_time is null order by number desc limit 1");

  Optional<ModelVersion> byDigest(Scope scope, String model, String digest) {
    return one(scope, model, BY_DIGEST, query -> query.bind("digest", digest));
  }

  private static final String NEWEST =
      whole(
          "select id from model_version where model_id = "
              + MODEL
              + " and deleted_time is null order by number desc limit 1");

  Optional<ModelVersion> newest(Scope scope, String model) {
    return one(scope, model, NEWEST, query -> query);
  }

  private static final String LATEST_MEANS =
      "select latest_means = 'approved' from model where project_id = :project and name = :model and deleted_time is null";

  /** Whether {@code latest} means the highest approved release; empty without such a model. */
  Optional<Boolean> latestIsApproved(Scope scope, String model) {
    return database.with(
        h ->
            h.createQuery(LATEST_MEANS)
                .bind("project", scope.project())
                .bind("model", model)
                .mapTo(Boolean.class)
                .findOne());
  }

  private static final String BY_NAME =
      whole(
          """
          select coalesce(a.version_id, c.version_id) as id
          from model m
          left join model_alias a on a.model_id = m.id and a.name = :name
          left join channel c on c.model_id = m.id and c.name = lower(:name)
          where m.project_id = :project and m.name = :model and m.deleted_time is null
          """);

  /** Where an alias stands, or what the channel of the name, in any case, holds. */
  Optional<ModelVersion> byName(Scope scope, String model, String name) {
    return one(scope, model, BY_NAME, query -> query.bind("name", name));
  }

  static final String IN_RANGE =
      whole(
          """
          select best.id
          from unnest(:froms, :tos, :pres) as bounds (lower, upper, pre)
          cross join lateral (
            select id, semver_order
            from model_version
            where model_id = %s
              and state = 'approved' and deleted_time is null and pre_release = bounds.pre
              and semver_order >= bounds.lower and semver_order < bounds.upper
            order by semver_order desc
            limit 1
          ) best
          order by best.semver_order desc
          limit 1
          """
              .formatted(MODEL));

  /** The highest approved version of a range. */
  Optional<ModelVersion> inRange(Scope scope, String model, VersionRange range) {
    return one(scope, model, IN_RANGE, query -> bounds(query, range));
  }

  private static Query bounds(Query query, VersionRange range) {
    List<VersionRange.Bounds> bounds = range.bounds();
    return query
        .bind("froms", bounds.stream().map(VersionRange.Bounds::from).toArray(String[]::new))
        .bind("tos", bounds.stream().map(VersionRange.Bounds::to).toArray(String[]::new))
        .bindArray(
            "pres",
            Boolean.class,
            bounds.stream().map(bound -> (Object) bound.preRelease()).toList());
  }

  private static final String BY_NAME_AT =
      """
      select move.version_id as id
      from reference_move move
      where move.model_id = %s
        and (move.kind = 'alias' and move.name = :name or move.kind = 'channel' and move.name = lower(:name))
        and move.moved_at <= :at
      order by move.id desc
      limit 1
      """
          .formatted(MODEL);

  private static final String STATE_THEN =
      """
       cross join lateral (
        select change.state
        from version_state_change change
        where change.model_id = v.model_id and change.version_id = v.id and change.changed_at <= :at
        order by change.id desc
        limit 1
      ) earlier
      """;

  private static final String IN_RANGE_AT =
      "select v.id from model_version v "
          + STATE_THEN
          + " where v.model_id = "
          + MODEL
          + """
             and earlier.state = 'approved'
            and exists (
              select from unnest(:froms, :tos, :pres) as bounds (lower, upper, pre)
              where v.pre_release = bounds.pre and v.semver_order >= bounds.lower and v.semver_order < bounds.upper
            )
          order by v.semver_order desc
          limit 1
          """;

  private static final String NEWEST_AT =
      "select v.id from model_version v "
          + STATE_THEN
          + " where v.model_id = "
          + MODEL
          + " and earlier.state <> 'deleted' order by v.number desc limit 1";

  /** What a name meant at a moment. */
  Optional<ModelVersion> byName(Scope scope, String model, String name, Instant at) {
    return one(scope, model, whole(BY_NAME_AT), query -> at(query, at).bind("name", name));
  }

  /** The highest version of a range that was approved at a moment. */
  Optional<ModelVersion> inRange(Scope scope, String model, VersionRange range, Instant at) {
    return one(scope, model, whole(IN_RANGE_AT), query -> bounds(at(query, at), range));
  }

  /** The newest number at a moment. */
  Optional<ModelVersion> newest(Scope scope, String model, Instant at) {
    return one(scope, model, whole(NEWEST_AT), query -> at(query, at));
  }

  private static final String STATE_AT =
      """
      select state from version_state_change
      where model_id = :model and version_id = :version and changed_at <= :at
      order by id desc limit 1
      """;

  /**
   * The state of a version at a moment, {@code deleted} among them; null when it did not exist yet.
   */
  @Nullable String stateAt(ModelVersion version, Instant at) {
    return database.with(
        h ->
            at(h.createQuery(STATE_AT), at)
                .bind("model", version.modelId())
                .bind("version", version.id())
                .mapTo(String.class)
                .findOne()
                .orElse(null));
  }

  private static Query at(Query query, Instant at) {
    return query.bind("at", at.atOffset(ZoneOffset.UTC));
  }

  private static final String NEAR =
      """
      select v.number, v.semver, v.state, v.semver_order,
             exists (
               select from unnest(:froms, :tos, :pres) as bounds (lower, upper, pre)
               where v.pre_release = bounds.pre and v.semver_order >= bounds.lower and v.semver_order < bounds.upper
             ) as inside
      from model_version v
      where v.model_id = %s
        and v.deleted_time is null
      order by inside desc, v.semver_order desc
      limit :most
      """
          .formatted(MODEL);

  /**
   * A version that was looked at.
   *
   * @param inside whether it lies in the range
   */
  record Considered(int number, String semver, VersionState state, boolean inside) {}

  /** Versions of a range, the highest first, then those outside of it. */
  List<Considered> near(Scope scope, String model, VersionRange range, int most) {
    return database.with(
        h ->
            bounds(h.createQuery(NEAR), range)
                .bind("project", scope.project())
                .bind("model", model)
                .bind("most", most)
                .map(
                    (row, context) ->
                        new Considered(
                            row.getInt("number"),
                            row.getString("semver"),
                            VersionState.of(row.getString("state")),
                            row.getBoolean("inside")))
                .list());
  }

  private Optional<ModelVersion> one(
      Scope scope, String model, String statement, java.util.function.UnaryOperator<Query> binds) {
    return database.with(
        h ->
            binds
                .apply(
                    h.createQuery(statement).bind("project", scope.project()).bind("model", model))
                .map(VersionRow::read)
                .findOne());
  }
}
