package imprint.registry;

import imprint.failure.Failure;

/**
 * The files of a source changed between being looked at and being pinned; whoever looked, looks
 * again.
 */
public final class SourceChangedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SourceChangedException() {
    super("the source changed meanwhile", null, false, false);
  }

  /** What the caller is told when they do not stop changing. */
  public Failure failure() {
    return new Failure.Refused(
        "The files of the source are being changed at the moment. Try again when they are complete.");
  }
}
