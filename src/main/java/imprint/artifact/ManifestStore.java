package imprint.artifact;

import imprint.sql.Database;
import imprint.storage.DocumentKey;
import imprint.storage.StoredDocument;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.statement.StatementContext;

/** Rows of {@code manifest}, and what manifests tell of owners. */
@ApplicationScoped
class ManifestStore {
  private final Database database;

  ManifestStore(Database database) {
    this.database = database;
  }

  private static final String OF_CANDIDATE =
      """
      select p.name as project, c.run_id as identity, c.run_id, e.id as experiment_id, e.name as experiment_name
      from candidate c
      join experiment e on e.id = c.experiment_id
      join project p on p.id = c.project_id
      where c.id = :owner
      """;

  private static final String OF_LOGGED_MODEL =
      """
      select p.name as project, m.model_id as identity, m.model_id, m.name, nullif(m.source_run_id, '') as run_id,
        e.id as experiment_id, e.name as experiment_name
      from logged_model m
      join experiment e on e.id = m.experiment_id
      join project p on p.id = m.project_id
      where m.id = :owner
      """;

  private static final String OF_VERSION =
      """
      select p.name as project, v.artifact_uri as identity, m.name as model, v.semver, v.number,
        encode(v.manifest_digest, 'hex') as digest, nullif(v.run_id, '') as run_id,
        nullif(v.logged_model_id, '') as model_id, e.id as experiment_id, e.name as experiment_name
      from model_version v
      join model m on m.id = v.model_id
      join project p on p.id = v.project_id
      left join candidate c on c.run_id = v.run_id and c.project_id = v.project_id
      left join experiment e on e.id = c.experiment_id
      where v.id = :owner and v.artifact_uri is not null
      """;

  private static final List<String> TOLD_OF_CANDIDATE =
      List.of("run_id", "experiment_id", "experiment_name");
  private static final List<String> TOLD_OF_LOGGED_MODEL =
      List.of("model_id", "name", "run_id", "experiment_id", "experiment_name");
  private static final List<String> TOLD_OF_VERSION =
      List.of(
          "model", "semver", "digest", "run_id", "model_id", "experiment_id", "experiment_name");

  /** Whom a manifest of an owner is about; empty when there is no such owner. */
  Optional<ManifestSubject> subject(Owner owner) {
    return switch (owner.kind()) {
      case CANDIDATE -> subject(owner, OF_CANDIDATE, TOLD_OF_CANDIDATE);
      case LOGGED_MODEL -> subject(owner, OF_LOGGED_MODEL, TOLD_OF_LOGGED_MODEL);
      case VERSION -> subject(owner, OF_VERSION, TOLD_OF_VERSION);
      case TRACE, PROJECT -> Optional.empty();
    };
  }

  private Optional<ManifestSubject> subject(Owner owner, String query, List<String> told) {
    return database.with(
        h ->
            h.createQuery(query)
                .bind("owner", owner.id())
                .map(
                    (row, context) ->
                        new ManifestSubject(
                            owner,
                            row.getString("project"),
                            row.getString("identity"),
                            facts(row, told)))
                .findOne());
  }

  private static Map<String, Object> facts(ResultSet row, List<String> told) throws SQLException {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (String fact : told) {
      String value = row.getString(fact);
      if (value != null) {
        facts.put(fact, value);
      }
      if (fact.equals("semver")) {
        facts.put("number", row.getInt("number"));
      }
    }
    return facts;
  }

  private static final String STORAGES =
      """
      select distinct b.storage
      from artifact a join blob b on b.key = a.blob_key
      where a.owner_id = :owner and a.owner_kind = :kind
      order by b.storage
      """;

  /** The storages that keep files of an owner. */
  List<String> storages(Owner owner) {
    return database.with(
        h ->
            h.createQuery(STORAGES)
                .bind("owner", owner.id())
                .bind("kind", owner.kind().column())
                .mapTo(String.class)
                .list());
  }

  private static final String WRITTEN =
      """
      select owner_id, owner_kind, storage, name, written_at, file_count, size, encode(sha256, 'hex') as sha256
      from manifest
      where owner_id = :owner and owner_kind = :kind
      """;

  /** The manifests of an owner, one in a storage. */
  List<Manifest> written(Owner owner) {
    return database.with(
        h ->
            h.createQuery(WRITTEN)
                .bind("owner", owner.id())
                .bind("kind", owner.kind().column())
                .map(ManifestStore::read)
                .list());
  }

  static Manifest read(ResultSet row, StatementContext context) throws SQLException {
    return new Manifest(
        new Owner(OwnerKind.of(row.getString("owner_kind")), row.getLong("owner_id")),
        row.getString("storage"),
        row.getString("name"),
        row.getObject("written_at", OffsetDateTime.class).toInstant(),
        row.getLong("file_count"),
        row.getLong("size"),
        row.getString("sha256"));
  }

  private static final String NOTE =
      """
      insert into manifest (owner_id, owner_kind, storage, name, written_at, file_count, size, sha256)
      values (:owner, :kind, :storage, :name, :written, :files, :size, decode(:sha256, 'hex'))
      on conflict (owner_id, owner_kind, storage) do update
      set name = excluded.name, written_at = excluded.written_at, file_count = excluded.file_count,
          size = excluded.size, sha256 = excluded.sha256
      """;

  /** Notes what was written. */
  void note(Manifest manifest) {
    database.with(
        h ->
            h.createUpdate(NOTE)
                .bind("owner", manifest.owner().id())
                .bind("kind", manifest.owner().kind().column())
                .bind("storage", manifest.storage())
                .bind("name", manifest.name())
                .bind("written", manifest.written().atOffset(ZoneOffset.UTC))
                .bind("files", manifest.files())
                .bind("size", manifest.size())
                .bind("sha256", manifest.sha256())
                .execute());
  }

  private static final String FORGET =
      "delete from manifest where owner_id = :owner and owner_kind = :kind and storage = :storage";

  /** Forgets a manifest that was deleted. */
  void forget(Manifest manifest) {
    database.with(
        h ->
            h.createUpdate(FORGET)
                .bind("owner", manifest.owner().id())
                .bind("kind", manifest.owner().kind().column())
                .bind("storage", manifest.storage())
                .execute());
  }

  private static final String KNOWN =
      """
      select m.owner_kind, m.name
      from unnest(:kinds, :names) as asked (kind, name)
      join manifest m on m.name = asked.name and m.owner_kind = asked.kind and m.storage = :storage
      """;

  /** Those of these documents of a storage that are no manifests that were written there. */
  List<StoredDocument> unknown(String storage, List<StoredDocument> some) {
    List<DocumentKey> asked =
        some.stream()
            .map(StoredDocument::key)
            .filter(key -> ManifestSubject.kind(key.folder()).isPresent())
            .toList();
    Set<DocumentKey> known =
        new HashSet<>(
            database.with(
                h ->
                    h.createQuery(KNOWN)
                        .bind("storage", storage)
                        .bind("kinds", texts(asked, ManifestStore::column))
                        .bind("names", texts(asked, DocumentKey::name))
                        .map(
                            (row, context) ->
                                ManifestSubject.key(
                                    OwnerKind.of(row.getString("owner_kind")),
                                    row.getString("name")))
                        .list()));
    return some.stream().filter(document -> !known.contains(document.key())).toList();
  }

  private static String column(DocumentKey key) {
    return ManifestSubject.kind(key.folder()).orElseThrow().column();
  }

  private static String[] texts(List<DocumentKey> keys, Function<DocumentKey, String> text) {
    return keys.stream().map(text).toArray(String[]::new);
  }
}
