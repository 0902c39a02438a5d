package imprint.registry;

import imprint.failure.Failure;
import java.util.Locale;

/** What was judged of a version. */
public enum VersionState {
  /** It came through the MLflow registry API; nobody has judged it. */
  REGISTERED,
  /** Its promotion waits for approvals. */
  PENDING,
  /** It is frozen, signed, and what ranges and {@code latest-approved} answer. */
  APPROVED,
  /** An approver refused it. */
  REJECTED,
  /** It still resolves by an exact reference. */
  DEPRECATED,
  /** It resolves nowhere. */
  REVOKED,
  /** A byte that is stored of it is not the byte it was approved with. */
  COMPROMISED;

  /** As it is kept and written to callers. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a word that is kept. */
  static VersionState of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Reads what a caller sent in {@code field}. */
  public static VersionState parse(String field, String word) {
    for (VersionState state : values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    throw new Failure.Invalid(
        field,
        "'"
            + Failure.echo(word)
            + "' for '"
            + field
            + "' is none of registered, pending, approved, rejected, deprecated, revoked, compromised.");
  }

  /** Whether a reference may lead to it at all. */
  public boolean resolves() {
    return this != REVOKED && this != COMPROMISED && this != REJECTED;
  }

  /** Whether its content is fixed for ever. */
  public boolean isFrozen() {
    return this == APPROVED || this == DEPRECATED || this == REVOKED || this == COMPROMISED;
  }
}
