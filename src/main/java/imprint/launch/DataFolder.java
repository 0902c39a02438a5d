package imprint.launch;

import imprint.secret.SecretFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder one server keeps everything in, locked for as long as this object is open. The system
 * drops the lock when the process dies, however it dies.
 */
final class DataFolder implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path root;
  private final FileChannel lockFile;

  private DataFolder(Path root, FileChannel lockFile) {
    this.root = root;
    this.lockFile = lockFile;
  }

  /**
   * Creates the folder if need be (mode 0700) and takes its lock.
   *
   * @param occupant one line for whoever finds the folder taken, for instance the server's URL
   * @throws Refusal when the folder cannot be created or written, or another server holds it
   */
  static DataFolder open(Path path, String occupant) {
    Path root = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(root, OWNER_ONLY_FOLDER);
    } catch (FileAlreadyExistsException e) {
      throw new Refusal("The data folder " + root + " is a file; name a folder with --data.");
    } catch (IOException e) {
      throw new Refusal(
          "Cannot create the data folder "
              + root
              + " ("
              + reason(e)
              + "); name another with --data.");
    }
    FileChannel channel;
    try {
      channel =
          FileChannel.open(
              root.resolve("imprint.lock"),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              OWNER_ONLY_FILE);
    } catch (IOException e) {
      throw new Refusal(
          "Cannot write in the data folder "
              + root
              + " ("
              + reason(e)
              + "); name another with --data.");
    }
    try {
      if (tryLock(channel) == null) {
        String holder = firstLine(channel);
        channel.close();
        throw new InUse(
            "The data folder "
                + root
                + " is in use by another Imprint"
                + (holder.isEmpty() ? "" : " (" + holder + ")")
                + "; stop that one or name another folder with --data.");
      }
      channel.truncate(0);
      channel.write(
          StandardCharsets.UTF_8.encode(
              "process " + ProcessHandle.current().pid() + ", " + occupant),
          0);
      return new DataFolder(root, channel);
    } catch (IOException e) {
      throw new Refusal("Cannot lock the data folder " + root + " (" + reason(e) + ").");
    }
  }

  /** Another server holds the folder. */
  static final class InUse extends Refusal {
    private static final long serialVersionUID = 1;

    InUse(String message) {
      super(message);
    }
  }

  Path root() {
    return root;
  }

  /** Creates a folder only its owner may enter, unless it exists. */
  Path subfolder(String name) {
    Path folder = root.resolve(name);
    try {
      return Files.createDirectories(folder, OWNER_ONLY_FOLDER);
    } catch (IOException e) {
      throw new Refusal("Cannot create " + folder + " (" + reason(e) + ").");
    }
  }

  /**
   * Returns the random secret kept under {@code secret/}, making it on first use. It is on disk,
   * readable by the owner only, before this returns.
   */
  String secret(String name) {
    Path file = subfolder("secret").resolve(name);
    try {
      return new SecretFile(file).kept(SecretFile::random);
    } catch (IOException e) {
      throw new Refusal("Cannot keep " + file + " (" + reason(e) + ").");
    }
  }

  boolean hasSecret(String name) {
    return Files.exists(root.resolve("secret").resolve(name));
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by this very process
    }
  }

  private static String firstLine(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    channel.read(bytes, 0);
    return StandardCharsets.UTF_8
        .decode(bytes.flip())
        .toString()
        .lines()
        .findFirst()
        .orElse("")
        .strip();
  }

  /** What an {@link IOException} means in two or three words; its message is often a bare path. */
  static String reason(IOException failure) {
    return switch (failure) {
      case java.nio.file.AccessDeniedException e -> "permission denied";
      case NoSuchFileException e -> "it does not exist";
      case FileAlreadyExistsException e -> "a file is in the way";
      case java.nio.file.FileSystemException e when e.getReason() != null -> e.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
