package imprint.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A file of text that only its owner may read (0600), in a folder only its owner may enter. */
public record SecretFile(Path path) {
  private static final int BYTES = 32;
  private static final FileAttribute<?> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** 256 random bits, as 43 characters of base64url. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What it holds, without the white space around it; a file that does not exist is made. */
  public String kept(Supplier<String> fresh) throws IOException {
    Optional<String> known = read();
    if (known.isPresent()) {
      return known.get().strip();
    }
    String text = fresh.get();
    write(text);
    return text;
  }

  /** What it holds; empty when there is no such file. */
  public Optional<String> read() throws IOException {
    try {
      return Optional.of(Files.readString(path));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Makes the file, or replaces it whole; it is on the disk when this returns. */
  public void write(String text) throws IOException {
    Path folder = path.resolveSibling("");
    Path unfinished = path.resolveSibling(path.getFileName() + ".new");
    Files.createDirectories(folder, OWN_FOLDER);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWN_FILE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
