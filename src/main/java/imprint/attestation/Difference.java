package imprint.attestation;

/**
 * How a file is not as it was signed.
 *
 * @param name its path below the root
 * @param detail what else is known, such as the two digests; may be empty
 */
public record Difference(Kind kind, String name, String detail) {
  /** The ways to differ. */
  public enum Kind {
    /** Signed, and not there. */
    MISSING,
    /** There, and not signed. */
    ADDED,
    /** There with other bytes than were signed. */
    CHANGED,
    /** There, but no plain file whose bytes could be read under a name in UTF-8. */
    UNREADABLE
  }
}
