package imprint.storage;

import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Blobs as files of a folder: {@code <folder>/ab/<key>}, where {@code ab} begins the key. Bytes
 * arrive in {@code <folder>/staging} and are moved when they are on the disk, so a file under its
 * key is always whole. Only the owner of the process may read them.
 */
final class FolderStorage implements BlobStorage {
  private static final Logger LOG = Logger.getLogger(FolderStorage.class);

  /** Characters of a key that name its folder. */
  private static final int SHARD = 2;

  private static final Duration ABANDONED = Duration.ofHours(1);
  static final FileAttribute<?> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  static final Set<OpenOption> STAGE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

  private final String name;
  private final Path blobs;
  private final Path staging;
  private final FolderParts parts;
  private final FolderDocuments documents;

  /** Folders of keys whose own names are known to be on the disk. */
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /** The storage of this name in the folder {@code blobs}, which is made if it is absent. */
  FolderStorage(String name, Path blobs) {
    this.name = name;
    this.blobs = blobs;
    this.staging = blobs.resolve("staging");
    try {
      prepare();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot prepare the folder " + blobs, failed);
    }
    this.parts = new FolderParts(this, blobs, staging);
    this.documents = new FolderDocuments(blobs, staging);
  }

  private void prepare() throws IOException {
    Files.createDirectories(blobs, OWN_FOLDER);
    Files.createDirectories(staging, OWN_FOLDER);
    forgetAbandoned();
  }

  /** What an upload that ended with its process left behind; a younger one may still be running. */
  private void forgetAbandoned() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> left = Files.list(staging)) {
      for (Path file : (Iterable<Path>) left::iterator) {
        if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(limit)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void write(UUID key, InputStream body) {
    Path staged = staging.resolve(key.toString());
    try {
      try (FileChannel file = FileChannel.open(staged, STAGE, OWN_FILE)) {
        copy(body, file);
        file.force(true);
      }
      keep(staged, key);
    } catch (IOException failed) {
      throw unavailable("written", failed);
    } finally {
      discard(staged);
    }
  }

  /**
   * Moves a file, whose bytes are on the disk, under its key; when this returns its name is there
   * too, and when it fails nothing is under the key.
   */
  void keep(Path staged, UUID key) throws IOException {
    Path shard = shard(key);
    if (!durable.contains(shard)) {
      Files.createDirectories(shard, OWN_FOLDER);
      sync(blobs);
      durable.add(shard);
    }
    try {
      Files.move(staged, file(key), StandardCopyOption.ATOMIC_MOVE);
      sync(shard);
    } catch (IOException failed) {
      discard(file(key));
      throw failed;
    }
  }

  /** How many bytes are under a key, durable; empty when there are none. */
  OptionalLong kept(UUID key) throws IOException {
    try {
      long size =
          Files.readAttributes(file(key), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .size();
      sync(shard(key));
      return OptionalLong.of(size);
    } catch (NoSuchFileException none) {
      return OptionalLong.empty();
    }
  }

  static void copy(InputStream body, FileChannel file) throws IOException {
    byte[] piece = new byte[FileWriter.PIECE];
    try (FileWriter writer = new FileWriter(file)) {
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        writer.write(piece, count);
      }
    }
  }

  @Override
  public InputStream read(UUID key, long offset, long length) {
    try {
      FileChannel file = FileChannel.open(file(key), READ);
      if (file.size() < offset + length) {
        file.close();
        throw new Failure.DataLoss("The stored bytes of this artifact are incomplete.");
      }
      file.position(offset);
      return Channels.newInputStream(file);
    } catch (NoSuchFileException missing) {
      throw new Failure.DataLoss("The stored bytes of this artifact are missing.");
    } catch (IOException failed) {
      throw unavailable("read", failed);
    }
  }

  @Override
  public void delete(UUID key) {
    try {
      Files.deleteIfExists(file(key));
    } catch (IOException failed) {
      throw unavailable("written", failed);
    }
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  public Stream<StoredBlob> list() {
    try {
      return Files.walk(blobs, 2).flatMap(file -> stored(file).stream());
    } catch (IOException failed) {
      throw unavailable("read", failed);
    }
  }

  /** A file as a blob; empty for a folder, or what lies there without being ours. */
  private Optional<StoredBlob> stored(Path file) {
    Path shard = blobs.relativize(file).getName(0);
    if (shard.toString().length() != SHARD || file.getNameCount() != blobs.getNameCount() + 2) {
      return Optional.empty();
    }
    try {
      UUID key = UUID.fromString(file.getFileName().toString());
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Optional.of(new StoredBlob(key, found.size(), found.lastModifiedTime().toInstant()));
    } catch (IllegalArgumentException | NoSuchFileException notOurs) {
      return Optional.empty();
    } catch (IOException failed) {
      throw unavailable("read", failed);
    }
  }

  @Override
  public PartStorage parts() {
    return parts;
  }

  @Override
  public Documents documents() {
    return documents;
  }

  @Override
  public Leftovers leftovers() {
    return new FolderLeftovers(parts, staging);
  }

  @Override
  public Optional<DirectAccess> direct() {
    return Optional.empty();
  }

  /** Where the file of a key lies below the folder. */
  static String pathOf(UUID key) {
    return key.toString().substring(0, SHARD) + "/" + key;
  }

  private Path shard(UUID key) {
    return blobs.resolve(key.toString().substring(0, SHARD));
  }

  private Path file(UUID key) {
    return shard(key).resolve(key.toString());
  }

  /** Makes the names in a folder durable; the bytes of its files are synced by themselves. */
  static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static void discard(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      LOG.warnf("left behind %s: %s", file, failed);
    }
  }

  static Failure.Unavailable unavailable(String what, IOException cause) {
    LOG.errorf(cause, "the artifact storage cannot be %s", what);
    return new Failure.Unavailable(
        "The artifact storage cannot be " + what + " at the moment.", cause);
  }
}
