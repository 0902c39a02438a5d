package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** What can be done with candidates. */
@ApplicationScoped
public class Candidates {
  private final CandidateStore store;
  private final NewCandidateStore starts;
  private final BatchStore batches;
  private final ModelPointStore modelPoints;
  private final Database database;
  private final InstantSource clock;

  Candidates(
      CandidateStore store,
      NewCandidateStore starts,
      BatchStore batches,
      ModelPointStore modelPoints,
      Database database,
      InstantSource clock) {
    this.store = store;
    this.starts = starts;
    this.batches = batches;
    this.modelPoints = modelPoints;
    this.database = database;
    this.clock = clock;
  }

  /** Starts a candidate in an active experiment. A name is invented when none is given. */
  public Candidate create(Scope scope, NewCandidate asked) {
    RunId runId = new RunId(UUID.randomUUID().toString().replace("-", ""));
    String name = asked.name() == null ? RunNames.next(ThreadLocalRandom.current()) : asked.name();
    NewCandidate named = asked.named(name);
    NewCandidateStore.Home home =
        starts
            .insert(new NewCandidateStore.New(scope, runId, named))
            .orElseThrow(() -> Experiment.missing(asked.experimentId()));
    if (home.deleted()) {
      throw new Failure.Refused(
          "The experiment "
              + asked.experimentId()
              + " must be in the 'active' state. Current state is deleted.");
    }
    return new Candidate(
        runId,
        named.experimentId(),
        name,
        named.userId(),
        RunStatus.RUNNING,
        named.startTime(),
        null,
        null,
        home.artifactUri(),
        List.of(),
        List.of(),
        named.tags(),
        Lineage.NONE);
  }

  /** The candidate of this id, deleted or not; empty when there is none. */
  public Optional<Candidate> find(Scope scope, RunId runId) {
    return store.find(scope, runId);
  }

  /** The candidate of this id, deleted or not. */
  public Candidate get(Scope scope, RunId runId) {
    return store.find(scope, runId).orElseThrow(runId::missing);
  }

  /**
   * Changes what is given of an active candidate; its name and the tag {@code mlflow.runName} stay
   * one.
   *
   * @return the candidate as it then is
   */
  public Candidate update(
      Scope scope,
      RunId runId,
      @Nullable RunStatus status,
      @Nullable Long endTime,
      @Nullable String name) {
    String given = name == null || name.isEmpty() ? null : name;
    if (given != null) {
      Limits.length("run_name", "Run name", given, Limits.VALUE);
    }
    boolean changed = store.update(scope, runId, status, endTime, given);
    Candidate now = get(scope, runId);
    if (!changed) {
      throw runId.deleted();
    }
    return now;
  }

  /** Marks a candidate deleted; its data stays. Deleting again is no error. */
  public void delete(Scope scope, RunId runId) {
    if (!store.delete(scope, runId, clock.millis())) {
      throw runId.missing();
    }
  }

  /** Takes a deletion back. Restoring again is no error. */
  public void restore(Scope scope, RunId runId) {
    if (!store.restore(scope, runId)) {
      throw runId.missing();
    }
  }

  /** Appends a batch, whole or not at all. The same batch again adds nothing. */
  public void log(Scope scope, RunId runId, Batch batch) {
    if (batch.modelPoints().isEmpty()) {
      append(scope, runId, batch);
      return;
    }
    modelPoints.prepare(batch.modelPoints());
    database.transaction(
        () -> {
          append(scope, runId, batch);
          modelPoints.append(scope, runId, batch.modelPoints());
          return null;
        });
  }

  private void append(Scope scope, RunId runId, Batch batch) {
    switch (batches.append(new Append(scope, runId, batch))) {
      case KEPT -> {}
      case CANDIDATE_MISSING -> throw runId.missing();
      case CANDIDATE_DELETED -> throw runId.deleted();
      case PARAM_CHANGED -> throw paramChanged(scope, runId, batch);
    }
  }

  /** Removes a tag of an active candidate. */
  public void deleteTag(Scope scope, RunId runId, String key) {
    if (!get(scope, runId).isActive()) {
      throw runId.deleted();
    }
    if (!store.deleteTag(scope, runId, key)) {
      throw new Failure.Missing(
          "No tag with name: " + Failure.echo(key) + " in run with id " + runId);
    }
  }

  private Failure.Invalid paramChanged(Scope scope, RunId runId, Batch batch) {
    Map<String, String> kept = batches.keptParams(scope, runId, batch.params());
    StringBuilder changes = new StringBuilder();
    for (Tag param : batch.params()) {
      String old = kept.get(param.key());
      if (old != null && !old.equals(param.value()) && changes.length() < 1000) {
        changes
            .append(changes.isEmpty() ? "" : ", ")
            .append("{'key': '")
            .append(param.key())
            .append("', 'old_value': '")
            .append(Failure.echo(old))
            .append("', 'new_value': '")
            .append(Failure.echo(param.value()))
            .append("'}");
      }
    }
    return new Failure.Invalid(
        "params",
        "Changing param values is not allowed. Params were already logged='["
            + changes
            + "]' for run ID='"
            + runId
            + "'.");
  }
}
