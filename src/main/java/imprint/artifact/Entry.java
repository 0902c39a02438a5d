package imprint.artifact;

/**
 * A direct child of a folder.
 *
 * @param name its last path component
 * @param size bytes of a file, 0 for a folder
 */
public record Entry(String name, boolean isFolder, long size) {}
