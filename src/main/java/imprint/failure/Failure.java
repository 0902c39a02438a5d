package imprint.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be fulfilled, for a reason its sender can act on. The cases are sealed so
 * that every wire maps each of them; anything that is not a {@code Failure} is a defect of ours.
 * The message is shown to the caller: it names the field or object and holds nothing of the
 * server's inside.
 */
public abstract sealed class Failure extends RuntimeException {
  private static final int LONGEST_ECHO = 200;

  private Failure(String message) {
    this(message, null);
  }

  private Failure(String message, @Nullable Throwable cause) {
    // A failure is an answer, not a defect: no stack trace is taken.
    super(message, cause, false, false);
  }

  /** The message, which is never absent. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** After which time the same request may succeed, if time alone can help. */
  public Optional<Duration> retryAfter() {
    return Optional.empty();
  }

  /**
   * A value that breaks a rule; {@code field} is where it stood, such as {@code metrics[0].key}.
   */
  public static non-sealed class Invalid extends Failure {
    private final String field;

    public Invalid(String field, String message) {
      super(message);
      this.field = field;
    }

    public String field() {
      return field;
    }
  }

  /**
   * A request whose parts contradict each other or the state of what it names, such as a write to a
   * deleted run.
   */
  public static final class Refused extends Failure {
    public Refused(String message) {
      super(message);
    }
  }

  /** The named thing does not exist for this caller. */
  public static final class Missing extends Failure {
    public Missing(String message) {
      super(message);
    }
  }

  /** The named thing was there for this caller and was taken back; the message tells why. */
  public static final class Withdrawn extends Failure {
    public Withdrawn(String message) {
      super(message);
    }
  }

  /** A name or identity is in use already. */
  public static final class Taken extends Failure {
    public Taken(String message) {
      super(message);
    }
  }

  /** The caller may not do this. */
  public static final class Forbidden extends Failure {
    public Forbidden(String message) {
      super(message);
    }
  }

  /** The request does not tell who sends it, or tells it wrongly. */
  public static final class Unauthenticated extends Failure {
    public Unauthenticated(String message) {
      super(message);
    }
  }

  /** The caller has asked too often and is to wait. */
  public static final class TooOften extends Failure {
    private final Duration wait;

    public TooOften(String message, Duration wait) {
      super(message);
      this.wait = wait;
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(wait);
    }
  }

  /** The same request is still at work. */
  public static final class InProgress extends Failure {
    private static final Duration WAIT = Duration.ofSeconds(1);

    public InProgress(String message) {
      super(message);
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(WAIT);
    }
  }

  /** A key that stands for one request came with another. */
  public static final class KeyReused extends Failure {
    public KeyReused(String message) {
      super(message);
    }
  }

  /** The request is larger than the named limit. */
  public static final class TooLarge extends Failure {
    public TooLarge(String message) {
      super(message);
    }
  }

  /** The server understands the request but does not offer what it asks for. */
  public static final class Unsupported extends Failure {
    public Unsupported(String message) {
      super(message);
    }
  }

  /**
   * A part the server needs, such as the database, does not answer; the same request may succeed
   * later.
   */
  public static final class Unavailable extends Failure {
    private static final Duration WAIT = Duration.ofSeconds(2);

    public Unavailable(String message) {
      super(message);
    }

    /** The same, with what the operator's log is to tell. */
    public Unavailable(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public Optional<Duration> retryAfter() {
      return Optional.of(WAIT);
    }
  }

  /** The stored bytes are not the bytes that were stored. */
  public static final class DataLoss extends Failure {
    public DataLoss(String message) {
      super(message);
    }
  }

  /** At most 200 characters of {@code text}, for a message that repeats what a caller sent. */
  public static String echo(@Nullable String text) {
    if (text == null) {
      return "";
    }
    if (text.length() <= LONGEST_ECHO) {
      return text;
    }
    // One less than the limit leaves room for the mark; a pair of surrogates is not torn apart.
    int cut = LONGEST_ECHO - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut) + "…";
  }
}
