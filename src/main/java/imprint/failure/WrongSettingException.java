package imprint.failure;

/**
 * A setting of the operator with which the server cannot start. The message is one line that names
 * the setting and says what is wrong with it.
 */
public final class WrongSettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public WrongSettingException(String message) {
    super(message);
  }

  public WrongSettingException(String message, Throwable cause) {
    super(message, cause);
  }
}
