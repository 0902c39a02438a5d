package imprint.attestation;

/**
 * A bundle that does not prove what it says. The message is one line that says what of it is wrong.
 */
public final class NotVerifiedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotVerifiedException(String message) {
    super(message, null, false, false);
  }

  /** The message, which is never absent. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
