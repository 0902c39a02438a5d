package imprint.archive;

import imprint.failure.Failure;

/** What is said of an archive that is not as its format has it. */
final class Malformed {
  private Malformed() {}

  /** The failure of a stored archive; {@code what} is wrong with it. */
  static Failure.Invalid because(String what) {
    return new Failure.Invalid("path", "Malformed archive: " + what);
  }
}
