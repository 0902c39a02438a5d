package imprint.tracking;

import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what went into a candidate and what came out of it. */
@ApplicationScoped
public class Lineages {
  private final DatasetStore datasets;
  private final LineageStore store;
  private final Database database;

  Lineages(DatasetStore datasets, LineageStore store, Database database) {
    this.datasets = datasets;
    this.store = store;
    this.database = database;
  }

  /**
   * Adds what an active candidate read, all of it or nothing. A dataset that the experiment knows
   * by name and digest stays as it is; one that the candidate has already keeps its tags. Of a
   * dataset given twice the first counts.
   */
  public void logInputs(
      Scope scope, RunId runId, List<DatasetInput> inputs, List<LoggedModelId> models) {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).check("datasets[" + i + "].");
    }
    Collection<DatasetInput> distinct = firstOfEach(inputs);
    database.transaction(
        () -> {
          LineageStore.Place place = requireActive(scope, runId);
          if (!distinct.isEmpty()) {
            datasets.add(scope, place.experimentId(), distinct);
            store.linkDatasets(place.id(), place.experimentId(), distinct);
          }
          if (!models.isEmpty()) {
            store.linkInputs(scope, place.id(), models);
          }
          return null;
        });
  }

  /**
   * Adds models that an active candidate made, all of them or none; one known already is no error.
   */
  public void logOutputs(Scope scope, RunId runId, List<ModelOutput> models) {
    database.transaction(
        () -> {
          LineageStore.Place place = requireActive(scope, runId);
          store.linkOutputs(scope, place.id(), models);
          return null;
        });
  }

  private LineageStore.Place requireActive(Scope scope, RunId runId) {
    LineageStore.Place place = store.place(scope, runId).orElseThrow(runId::missing);
    if (place.deleted()) {
      throw runId.deleted();
    }
    return place;
  }

  private static Collection<DatasetInput> firstOfEach(List<DatasetInput> inputs) {
    Map<List<String>, DatasetInput> byIdentity = new LinkedHashMap<>();
    for (DatasetInput input : inputs) {
      byIdentity.putIfAbsent(List.of(input.dataset().name(), input.dataset().digest()), input);
    }
    return byIdentity.values();
  }
}
