package imprint.artifact;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.storage.OpenStorages;
import jakarta.enterprise.context.ApplicationScoped;

/** Walks through all files below a folder, without holding the list of them. */
@ApplicationScoped
public class FileWalks {
  private final ReadPlaces readers;
  private final ArtifactWalkStore walks;
  private final ArtifactStore artifacts;
  private final OpenStorages storages;

  FileWalks(
      ReadPlaces readers, ArtifactWalkStore walks, ArtifactStore artifacts, OpenStorages storages) {
    this.readers = readers;
    this.walks = walks;
    this.artifacts = artifacts;
    this.storages = storages;
  }

  /**
   * Begins at the first file below a folder; a root may have none.
   *
   * @throws Failure.Invalid when it is a file
   * @throws Failure.Missing when there is nothing of that path
   */
  public FileWalk below(Scope scope, ArtifactPath path) {
    Place folder = readers.locate(scope, path);
    FileWalk walk = new FileWalk(walks, storages, folder);
    if (!walk.isAtEnd() || folder.path().isRoot()) {
      return walk;
    }
    if (artifacts.find(folder).isPresent()) {
      throw new Failure.Invalid(
          "path", "Invalid path: '" + Failure.echo(folder.path().text()) + "' is a file");
    }
    throw new Failure.Missing("No such folder: '" + Failure.echo(folder.path().text()) + "'");
  }
}
