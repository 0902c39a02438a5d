package imprint.artifact;

import imprint.failure.Failure;

/**
 * Whom artifacts belong to.
 *
 * @param id the number of its row in the table of its kind
 */
public record Owner(OwnerKind kind, long id) {
  /**
   * Fails for an owner whose files are fixed.
   *
   * @throws Failure.Forbidden for a version
   */
  void requireChangeable() {
    if (kind == OwnerKind.VERSION) {
      throw new Failure.Forbidden("The files of a model version never change.");
    }
  }
}
