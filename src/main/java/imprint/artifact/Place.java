package imprint.artifact;

/**
 * A file or folder of an owner.
 *
 * @param path from the owner's root, which is itself the empty path
 */
public record Place(Owner owner, ArtifactPath path) {}
