package imprint.policy;

import imprint.failure.Failure;

/**
 * A policy that cannot be read; the message begins with the line and column and says what is
 * expected.
 */
public final class PolicySyntaxException extends Failure.Invalid {
  private static final long serialVersionUID = 1;

  private final int line;
  private final int column;

  PolicySyntaxException(Position position, String message) {
    super("policy", position + ": " + message);
    this.line = position.line();
    this.column = position.column();
  }

  /** From 1. */
  public int line() {
    return line;
  }

  /** From 1. */
  public int column() {
    return column;
  }
}
