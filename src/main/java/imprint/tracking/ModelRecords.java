package imprint.tracking;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * The models of a candidate as clients before MLflow 3 record them: JSON objects in a JSON array,
 * the text of one tag.
 */
@ApplicationScoped
public class ModelRecords {
  /** The tag that holds the array. */
  public static final String TAG = "mlflow.log-model.history";

  /** Characters of the array. */
  public static final int LONGEST = 1024 * 1024;

  private final ModelRecordStore store;

  ModelRecords(ModelRecordStore store) {
    this.store = store;
  }

  /**
   * Appends a record to the array of an active candidate. Any number of callers may do so at once.
   *
   * @param record a JSON object, well-formed
   */
  public void append(Scope scope, RunId runId, String record) {
    if (record.length() + 2 > LONGEST) {
      throw tooLong();
    }
    switch (store.append(scope, runId, TAG, record, LONGEST)) {
      case KEPT -> {}
      case CANDIDATE_MISSING -> throw runId.missing();
      case CANDIDATE_DELETED -> throw runId.deleted();
      case TOO_LONG -> throw tooLong();
      case NOT_AN_ARRAY ->
          throw new Failure.Refused(
              "The tag " + TAG + " of run " + runId + " holds something else than a JSON array.");
    }
  }

  private static Failure.Refused tooLong() {
    return new Failure.Refused(
        "The tag " + TAG + " would exceed the maximum length of " + LONGEST + " characters");
  }
}
