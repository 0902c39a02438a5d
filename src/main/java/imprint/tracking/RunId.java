package imprint.tracking;

import imprint.failure.Failure;
import java.util.regex.Pattern;

/**
 * The identity of a candidate as clients know it: 32 hexadecimal digits when the server made it.
 */
public record RunId(String value) {
  private static final Pattern WELL_FORMED = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_\\-]{0,255}");

  /**
   * Fails when the text cannot be the id of any run; MLflow asks this of batches and inputs only.
   */
  public RunId requireWellFormed() {
    if (!WELL_FORMED.matcher(value).matches()) {
      throw new Failure.Invalid("run_id", "Invalid run ID: '" + Failure.echo(value) + "'");
    }
    return this;
  }

  Failure.Missing missing() {
    return new Failure.Missing("Run with id=" + Failure.echo(value) + " not found");
  }

  Failure.Refused deleted() {
    return new Failure.Refused(
        "The run " + value + " must be in the 'active' state. Current state is deleted.");
  }

  @Override
  public String toString() {
    return value;
  }
}
