package imprint.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Files in {@code staging} and folders in {@code parts} that a process which died left behind. */
final class FolderLeftovers implements Leftovers {
  private final FolderParts parts;
  private final Path staging;

  FolderLeftovers(FolderParts parts, Path staging) {
    this.parts = parts;
    this.staging = staging;
  }

  @Override
  public Stream<Leftover> bodies(Instant before) {
    return list(staging).flatMap(file -> old(Leftover.Kind.BODY, file, before).stream());
  }

  @Override
  public Stream<Leftover> parts(Instant before) {
    return list(parts.uploads())
        .flatMap(folder -> old(Leftover.Kind.PARTS, folder, before).stream())
        .map(
            upload ->
                new Leftover(
                    upload.kind(),
                    upload.upload(),
                    upload.name(),
                    size(parts.uploads().resolve(upload.name()))));
  }

  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private static Stream<Path> list(Path folder) {
    try {
      return Files.list(folder);
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  /** A file or folder that is ours and old; a folder's time is that of its last new file. */
  private static Optional<Leftover> old(Leftover.Kind kind, Path path, Instant before) {
    String name = path.getFileName().toString();
    int dot = name.indexOf('.');
    try {
      UUID upload = UUID.fromString(dot < 0 ? name : name.substring(0, dot));
      BasicFileAttributes found = attributes(path);
      return found.lastModifiedTime().toInstant().isBefore(before)
          ? Optional.of(new Leftover(kind, upload, name, found.size()))
          : Optional.empty();
    } catch (IllegalArgumentException | NoSuchFileException notOurs) {
      return Optional.empty();
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static long size(Path folder) {
    long size = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        size += attributes(file).size();
      }
    } catch (NoSuchFileException gone) {
      // it is being freed
    } catch (IOException failed) {
      throw FolderStorage.unavailable("read", failed);
    }
    return size;
  }

  @Override
  public void free(Leftover leftover) {
    switch (leftover.kind()) {
      case BODY -> FolderStorage.discard(staging.resolve(leftover.name()));
      case PARTS -> parts.abort(leftover.upload(), leftover.upload().toString());
    }
  }
}
