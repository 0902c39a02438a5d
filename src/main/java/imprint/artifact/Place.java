package imprint.artifact;

/**
 * A file or folder of an owner.
 *
 * @param path from the owner's root, which is itself the empty path
 */
public record Place(Owner owner, ArtifactPath path) {
  /** The path as rows have it. */
  public String row() {
    return "/" + path.text();
  }

  /** What the rows below this place begin with: its path with a slash at its end. */
  public String from() {
    return path.isRoot() ? "/" : row() + "/";
  }

  /** The least path that follows all rows below this place; '0' follows '/'. */
  public String to() {
    return (path.isRoot() ? "" : row()) + "0";
  }
}
