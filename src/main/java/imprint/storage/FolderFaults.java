package imprint.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a folder, in words that show no path. */
final class FolderFaults {
  private FolderFaults() {}

  static String words(IOException failed) {
    return switch (failed) {
      case AccessDeniedException _ -> "This server's user may not do that in the folder.";
      case NoSuchFileException _ -> "The folder does not exist.";
      case FileAlreadyExistsException _ -> "A file is in the way of the folder.";
      case FileSystemException e when e.getReason() != null -> "The system says: " + e.getReason();
      default -> S3Faults.words(failed);
    };
  }
}
