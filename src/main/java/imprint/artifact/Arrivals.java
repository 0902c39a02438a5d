package imprint.artifact;

import imprint.project.Scope;

/**
 * Files that clients sent past this server, of which nothing tells that they are there. Whoever
 * reads a place has them looked for first.
 */
public interface Arrivals {
  /**
   * Makes artifacts of the files that have arrived at or below a place. What has not arrived, or
   * cannot be taken at the moment, is left as it is: this never fails on account of it.
   */
  void settle(Scope scope, Place place);
}
