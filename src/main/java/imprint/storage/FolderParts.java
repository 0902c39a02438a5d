package imprint.storage;

import imprint.failure.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Parts as files of a folder: {@code <folder>/parts/<id>/<number>}, where the id is a UUID made
 * here. A file is the part's bytes and then their SHA-256, which is the part's tag; it is moved
 * there when both are written, so a part is whole or not there. Parts themselves need not survive
 * the loss of power: only the file they become does.
 */
final class FolderParts implements PartStorage {
  private static final int TAG_BYTES = 32;

  /** Twice as long as an upload may take; what is older belongs to nobody. */
  private static final Duration ABANDONED = Duration.ofDays(2);

  private final FolderStorage storage;
  private final Path uploads;
  private final Path staging;

  FolderParts(FolderStorage storage, Path blobs, Path staging) {
    this.storage = storage;
    this.uploads = blobs.resolve("parts");
    this.staging = staging;
    try {
      Files.createDirectories(uploads, FolderStorage.OWN_FOLDER);
      forgetAbandoned();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot prepare the folder " + uploads, failed);
    }
  }

  /** The folder of all uploads. */
  Path uploads() {
    return uploads;
  }

  private void forgetAbandoned() throws IOException {
    Instant limit = Instant.now().minus(ABANDONED);
    try (Stream<Path> left = Files.list(uploads)) {
      for (Path folder : (Iterable<Path>) left::iterator) {
        if (Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isBefore(limit)) {
          remove(folder);
        }
      }
    }
  }

  @Override
  public String begin(UUID key) {
    UUID id = UUID.randomUUID();
    try {
      Files.createDirectory(uploads.resolve(id.toString()), FolderStorage.OWN_FOLDER);
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    }
    return id.toString();
  }

  @Override
  public String writePart(UUID key, String id, int number, InputStream body, long size) {
    Path folder = folder(id);
    Path written = folder.resolve(number + "." + UUID.randomUUID());
    try {
      String tag;
      try (FileChannel file =
          FileChannel.open(written, FolderStorage.STAGE, FolderStorage.OWN_FILE)) {
        tag = copy(body, file, size);
      }
      Files.move(written, part(folder, number), StandardCopyOption.ATOMIC_MOVE);
      return tag;
    } catch (NoSuchFileException gone) {
      throw new Failure.Missing("There is no such upload.");
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    } finally {
      FolderStorage.discard(written);
    }
  }

  /** Writes the body and its digest, which is also the answer. */
  private static String copy(InputStream body, FileChannel file, long size) throws IOException {
    MessageDigest sha256 = Digests.sha256();
    byte[] piece = new byte[FileWriter.PIECE];
    long written = 0;
    try (FileWriter writer = new FileWriter(file)) {
      for (int count = body.read(piece); count >= 0; count = body.read(piece)) {
        sha256.update(piece, 0, count);
        writer.write(piece, count);
        written += count;
      }
      if (written != size) {
        throw new Failure.Invalid(
            "body", "The part has " + written + " bytes and not the " + size + " announced.");
      }
      byte[] tag = sha256.digest();
      writer.write(tag, TAG_BYTES);
      return HexFormat.of().formatHex(tag);
    }
  }

  @Override
  public long complete(UUID key, String id, List<Part> parts) {
    Path folder = folder(id);
    try {
      OptionalLong kept = storage.kept(key);
      if (kept.isPresent()) {
        remove(folder);
        return kept.getAsLong();
      }
      for (Part part : parts) {
        requireTag(folder, part);
      }
      Path whole = staging.resolve(UUID.randomUUID().toString());
      try {
        long size = concatenate(folder, parts, whole);
        storage.keep(whole, key);
        remove(folder);
        return size;
      } finally {
        FolderStorage.discard(whole);
      }
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    }
  }

  private static void requireTag(Path folder, Part part) throws IOException {
    ByteBuffer tag = ByteBuffer.allocate(TAG_BYTES);
    try (FileChannel file = FileChannel.open(part(folder, part.number()), FolderStorage.READ)) {
      long end = file.size() - TAG_BYTES;
      for (int count = 0; count >= 0 && tag.hasRemaining(); ) {
        count = file.read(tag, end + tag.position());
      }
    } catch (NoSuchFileException missing) {
      throw new Failure.Invalid("parts", "Part " + part.number() + " was not uploaded.");
    }
    if (!HexFormat.of().formatHex(tag.array()).equals(part.tag())) {
      throw new Failure.Invalid(
          "parts", "Part " + part.number() + " was uploaded with another ETag than this.");
    }
  }

  /** Writes the bytes of the parts, which are on the disk when this returns; their number. */
  private static long concatenate(Path folder, List<Part> parts, Path whole) throws IOException {
    try (FileChannel to = FileChannel.open(whole, FolderStorage.STAGE, FolderStorage.OWN_FILE)) {
      for (Part part : parts) {
        try (FileChannel from = FileChannel.open(part(folder, part.number()), FolderStorage.READ)) {
          long size = from.size() - TAG_BYTES;
          for (long at = 0; at < size; ) {
            at += from.transferTo(at, size - at, to);
          }
        }
      }
      to.force(true);
      return to.size();
    }
  }

  @Override
  public void abort(UUID key, String id) {
    try {
      remove(folder(id));
    } catch (IOException failed) {
      throw FolderStorage.unavailable("written", failed);
    }
  }

  /**
   * Removes an upload. Its folder is renamed first, so that parts which are still being written
   * come to nothing and add no file to what is being removed.
   */
  private void remove(Path folder) throws IOException {
    Path removed = uploads.resolve(folder.getFileName() + ".removed");
    try {
      Files.move(folder, removed, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException gone) {
      // what an earlier removal left is removed all the same
    }
    try (Stream<Path> files = Files.list(removed)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(removed);
    } catch (NoSuchFileException gone) {
      // there was no such upload
    }
  }

  /** The folder of an upload. The id is read as a UUID: no text becomes a path. */
  private Path folder(String id) {
    try {
      return uploads.resolve(UUID.fromString(id).toString());
    } catch (IllegalArgumentException notOurs) {
      throw new Failure.Missing("There is no such upload.");
    }
  }

  private static Path part(Path folder, int number) {
    return folder.resolve(String.valueOf(number));
  }
}
