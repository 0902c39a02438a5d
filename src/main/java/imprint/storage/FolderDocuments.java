package imprint.storage;

import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Documents as files of a folder, at their paths below it. They arrive in {@code staging} as bytes
 * do, and are moved over older ones.
 */
final class FolderDocuments implements Documents {
  /** Folders from the root to the file of a document, the file among them. */
  private static final int DEPTH = 4;

  private final Path root;
  private final Path staging;

  /** Folders whose own names are known to be on the disk. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  FolderDocuments(Path root, Path staging) {
    this.root = root;
    this.staging = staging;
  }

  @Override
  public void replace(DocumentKey key, InputStream body) {
    Path staged = staging.resolve(UUID.randomUUID().toString());
    Path file = file(key);
    Path folder = Objects.requireNonNull(file.getParent());
    try {
      try (FileChannel channel =
          FileChannel.open(staged, FolderStorage.STAGE, FolderStorage.OWN_FILE)) {
        FolderStorage.copy(body, channel);
        channel.force(true);
      }
      prepare(folder);
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      FolderStorage.sync(folder);
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    } finally {
      FolderStorage.discard(staged);
    }
  }

  /** Makes a folder and those above it; when this returns their names are on the disk. */
  private void prepare(Path folder) throws IOException {
    if (durable.contains(folder) && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path above = root;
    for (Path name : root.relativize(folder)) {
      Path next = above.resolve(name);
      try {
        Files.createDirectory(next, FolderStorage.OWN_FOLDER);
      } catch (FileAlreadyExistsException there) {
        // its name may be young all the same
      }
      FolderStorage.sync(above);
      above = next;
    }
    durable.add(folder);
  }

  @Override
  public InputStream read(DocumentKey key) {
    try {
      return Channels.newInputStream(FileChannel.open(file(key), FolderStorage.READ));
    } catch (NoSuchFileException missing) {
      throw new Failure.DataLoss("The document is missing.");
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  @Override
  public OptionalLong size(DocumentKey key) {
    try {
      return OptionalLong.of(attributes(file(key)).size());
    } catch (NoSuchFileException missing) {
      return OptionalLong.empty();
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  @Override
  public void delete(DocumentKey key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    }
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  public Stream<StoredDocument> list() {
    try {
      return Files.walk(root.resolve(DocumentKey.ROOT), DEPTH - 1)
          .flatMap(file -> stored(file).stream());
    } catch (NoSuchFileException none) {
      return Stream.empty();
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  private Optional<StoredDocument> stored(Path file) {
    Optional<DocumentKey> key = DocumentKey.at(root.relativize(file).toString());
    if (key.isEmpty()) {
      return Optional.empty();
    }
    try {
      BasicFileAttributes found = attributes(file);
      return Optional.of(
          new StoredDocument(key.get(), found.size(), found.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  public String pathOf(UUID key) {
    return FolderStorage.pathOf(key);
  }

  private Path file(DocumentKey key) {
    return root.resolve(key.path());
  }
}
