package imprint.tracking;

import imprint.failure.Failure;

/** The number of an experiment, a string of digits on the wire; {@code 0} is the default one. */
public record ExperimentId(long value) {
  private static final int MOST_DIGITS = 19;

  /** The number that {@code text} spells; MLflow's rule is that it parses as an integer. */
  public static ExperimentId parse(String text) {
    try {
      if (text.length() <= MOST_DIGITS) {
        return new ExperimentId(Long.parseLong(text));
      }
    } catch (NumberFormatException notANumber) {
      // told below
    }
    throw new Failure.Invalid(
        "experiment_id",
        "Invalid experiment ID '"
            + Failure.echo(text)
            + "'. Experiment ID must be a valid integer.");
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
