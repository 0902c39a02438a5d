package imprint.registry;

import imprint.failure.Failure;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * That a version was taken back.
 *
 * @param state {@code revoked} or {@code compromised}
 * @param reason may be empty
 */
record Withdrawal(
    String model, int number, String semver, String state, String reason, Instant since) {
  /** The same for whoever asked for the version or its files. */
  Failure.Withdrawn failure() {
    return new Failure.Withdrawn("This is " + told());
  }

  /** The same for whoever asked by a reference that means the version. */
  Failure.Withdrawn failure(Reference reference) {
    return new Failure.Withdrawn("'" + Failure.echo(reference.text()) + "' means " + told());
  }

  private String told() {
    return "version "
        + semver
        + " (number "
        + number
        + ") of model '"
        + Failure.echo(model)
        + "', which is, since "
        + since.truncatedTo(ChronoUnit.SECONDS)
        + ", "
        + state
        + (reason.isEmpty() ? "." : ": " + Failure.echo(reason));
  }
}
