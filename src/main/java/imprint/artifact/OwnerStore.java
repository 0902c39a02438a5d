package imprint.artifact;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose root a path lies under. A root is what a candidate, logged model or version of the caller's
 * project has as its {@code artifact_uri}, and nothing else: a path that merely looks like one,
 * names another experiment, or belongs to another project, lies in the project's own space.
 */
@ApplicationScoped
class OwnerStore {
  private static final String ROOT_FOLDER = "artifacts";

  private final Database database;

  OwnerStore(Database database) {
    this.database = database;
  }

  private static final String LOCATE =
      """
      select kind, id, artifact_uri
      from (
        select 'candidate' as kind, id, artifact_uri
        from candidate
        where project_id = :project and run_id = any(:ids) and artifact_uri = any(:roots)
        union all
        select 'logged_model' as kind, id, artifact_uri
        from logged_model
        where project_id = :project and model_id = any(:ids) and artifact_uri = any(:roots)
        union all
        select 'version' as kind, id, artifact_uri
        from model_version
        where project_id = :project and artifact_uri = any(:roots) and deleted_time is null
      ) root
      order by length(artifact_uri) desc
      limit 1
      """;

  /** The owner of a path and where it is from the owner's root; the innermost root wins. */
  Place locate(Scope scope, ArtifactPath path) {
    // Every root ends in <identity>/artifacts, so the identity is what precedes that component.
    List<String> components = path.components();
    List<String> ids = new ArrayList<>();
    List<String> roots = new ArrayList<>();
    for (int i = 1; i < components.size(); i++) {
      if (components.get(i).equals(ROOT_FOLDER)) {
        ids.add(components.get(i - 1));
        roots.add(Artifacts.OWN_URI + String.join("/", components.subList(0, i + 1)));
      }
    }
    Place inProject = new Place(new Owner(OwnerKind.PROJECT, scope.project()), path);
    if (ids.isEmpty()) {
      return inProject;
    }
    return database.with(
        h ->
            h.createQuery(LOCATE)
                .bind("project", scope.project())
                .bind("ids", ids.toArray(String[]::new))
                .bind("roots", roots.toArray(String[]::new))
                .map(
                    (row, context) ->
                        new Place(
                            new Owner(OwnerKind.of(row.getString("kind")), row.getLong("id")),
                            below(path, row.getString("artifact_uri"))))
                .findOne()
                .orElse(inProject));
  }

  private static ArtifactPath below(ArtifactPath path, String rootUri) {
    int root = rootUri.length() - Artifacts.OWN_URI.length();
    return new ArtifactPath(path.text().length() == root ? "" : path.text().substring(root + 1));
  }
}
