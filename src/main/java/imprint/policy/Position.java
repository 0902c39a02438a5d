package imprint.policy;

/**
 * A place in the text of a policy.
 *
 * @param line from 1
 * @param column from 1
 */
public record Position(int line, int column) {
  static final Position START = new Position(1, 1);

  PolicySyntaxException error(String message) {
    return new PolicySyntaxException(this, message);
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
