package imprint.artifact;

/** Knows whose files are kept and are not to be had. */
public interface Withheld {
  /**
   * Fails when the files of an owner are not to be read.
   *
   * @throws imprint.failure.Failure.Withdrawn with the reason
   */
  void requireReadable(Owner owner);
}
