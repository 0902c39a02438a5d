package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Follows what candidates name as their data ({@code dataset_run}, a param or tag) and as their
 * parent, up and down, at most 20 relations and 1,000 candidates far.
 */
@ApplicationScoped
public class Descent {
  /** Relations that are followed. */
  static final int DEEPEST = 20;

  /** Candidates, and versions, that are shown. */
  static final int MOST = 1_000;

  private static final String PARENT = "parent";

  private final DescentStore store;
  private final Provenances provenances;

  Descent(DescentStore store, Provenances provenances) {
    this.store = store;
    this.provenances = provenances;
  }

  /**
   * What came out of a candidate.
   *
   * @throws Failure.Missing when there is no such candidate
   */
  public Descendants of(Scope scope, String runId) {
    DescentStore.Found found = store.descendants(scope, runId, DEEPEST, MOST);
    if (found.kin().isEmpty()) {
      throw new Failure.Missing("Run with id=" + Failure.echo(runId) + " not found");
    }
    List<Descendants.Offspring> versions =
        store.versions(scope, found.kin().stream().map(Kin::runId).toList(), MOST + 1);
    return new Descendants(
        found.kin().getFirst(),
        found.kin().subList(1, found.kin().size()),
        versions.stream().limit(MOST).toList(),
        found.truncated() || versions.size() > MOST);
  }

  /** Where a version came from. What its candidate named then counts, not what it names now. */
  public Ancestry of(Scope scope, ModelVersion version) {
    Provenance provenance = provenances.of(version);
    Map<String, String> named = new LinkedHashMap<>();
    Optional.ofNullable(provenance.datasetRun())
        .ifPresent(run -> named.put(run, Provenance.DATASET_RUN));
    Optional.ofNullable(provenance.parent()).ifPresent(run -> named.putIfAbsent(run, PARENT));
    DescentStore.Found up = store.ancestors(scope, version.runId(), named, DEEPEST, MOST);
    DescentStore.Found down = store.descendants(scope, version.runId(), 1, MOST);
    return new Ancestry(
        provenance,
        down.kin().isEmpty() ? null : down.kin().getFirst(),
        up.kin(),
        down.kin().stream().skip(1).toList(),
        up.truncated() || down.truncated());
  }
}
