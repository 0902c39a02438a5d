package imprint.tracking;

import imprint.project.Scope;

/** A batch on its way to the candidate of an id. */
record Append(Scope scope, RunId runId, Batch batch) {
  /** What became of an append. */
  enum Outcome {
    KEPT,
    CANDIDATE_MISSING,
    CANDIDATE_DELETED,
    PARAM_CHANGED
  }

  /** The candidate it is for, as callers know it. */
  record Owner(long project, String runId) {}

  Owner owner() {
    return new Owner(scope.project(), runId.value());
  }
}
