package imprint.tracking;

import imprint.failure.Failure;
import java.util.UUID;

/** The identity of a logged model as clients know it: {@code m-} and 32 hexadecimal digits. */
public record LoggedModelId(String value) {
  static LoggedModelId next() {
    return new LoggedModelId("m-" + UUID.randomUUID().toString().replace("-", ""));
  }

  Failure.Missing missing() {
    return new Failure.Missing("Logged model with ID '" + Failure.echo(value) + "' not found.");
  }

  @Override
  public String toString() {
    return value;
  }
}
