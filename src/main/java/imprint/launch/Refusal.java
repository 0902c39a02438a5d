package imprint.launch;

/**
 * A start that may not go on. The message is one line for the operator: what is wrong and what to
 * do about it. It is shown without a stack trace, and the process ends with exit code 1.
 */
public class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Refusal(String message) {
    super(message.replaceAll("\\s*\\R\\s*", " "), null, false, false);
  }
}
