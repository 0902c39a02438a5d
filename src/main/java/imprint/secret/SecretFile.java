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
import java.util.Set;
import java.util.function.Supplier;

/** Files that hold a secret each: mode 0600, in a folder of mode 0700. */
public final class SecretFile {
  private static final int BYTES = 32;
  private static final FileAttribute<?> OWN_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private SecretFile() {}

  /** 256 random bits, as 43 characters of base64url. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The text of a file, without the white space around it. A file that does not exist is made, and
   * is on the disk when this returns.
   *
   * @param fresh what a new file is to hold, in ASCII
   */
  public static String kept(Path file, Supplier<String> fresh) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (NoSuchFileException absent) {
      String text = fresh.get();
      write(file, text);
      return text;
    }
  }

  /** Made beside its place and moved there whole, so that a kill leaves no half secret. */
  private static void write(Path file, String text) throws IOException {
    Path folder = file.resolveSibling("");
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.createDirectories(folder, OWN_FOLDER);
    Files.deleteIfExists(unfinished);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OWN_FILE)) {
      ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }
}
