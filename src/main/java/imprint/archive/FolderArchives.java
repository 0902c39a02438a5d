package imprint.archive;

import imprint.artifact.ArtifactPath;
import imprint.artifact.FileWalks;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;

/** Folders as archives. */
@ApplicationScoped
public class FolderArchives {
  private final FileWalks walks;

  FolderArchives(FileWalks walks) {
    this.walks = walks;
  }

  /**
   * All files below a folder as one archive, which is made when it is written.
   *
   * @throws imprint.failure.Failure.Invalid when the path is that of a file
   * @throws imprint.failure.Failure.Missing when there is nothing of that path
   */
  public FolderArchive of(Scope scope, ArtifactPath folder, ArchiveFormat format) {
    return new FolderArchive(walks.below(scope, folder), format);
  }
}
