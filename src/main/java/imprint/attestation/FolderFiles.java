package imprint.attestation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/**
 * The files of a folder with their digests, hidden ones included; empty folders count for nothing.
 *
 * @param files in no order
 * @param unreadable symbolic links, devices, and files that cannot be read or have a name that is
 *     not UTF-8; nothing is followed
 */
public record FolderFiles(List<ManifestFile> files, List<Difference> unreadable) {
  private static final int PIECE = 256 * 1024;

  /**
   * Reads a folder through, but for some paths and all below them.
   *
   * @throws IOException when the folder itself cannot be read
   */
  public static FolderFiles read(Path folder, Collection<Path> ignored) throws IOException {
    Path root = folder.toRealPath();
    FolderFiles found = new FolderFiles(new ArrayList<>(), new ArrayList<>());
    List<Path> left = ignored.stream().map(root::resolve).toList();
    Files.walkFileTree(root, new Walk(root, left, found));
    return found;
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final int prefix;
    private final List<Path> ignored;
    private final FolderFiles found;

    Walk(Path root, List<Path> ignored, FolderFiles found) {
      this.root = root;
      this.prefix = root.toUri().getRawPath().length();
      this.ignored = ignored;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return isIgnored(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isIgnored(file)) {
        return FileVisitResult.CONTINUE;
      }
      if (!attributes.isRegularFile()) {
        return unreadable(file, attributes.isSymbolicLink() ? "a symbolic link" : "no plain file");
      }
      try {
        String name = name(file);
        found.files().add(new ManifestFile(name, sha256(file), attributes.size()));
        return FileVisitResult.CONTINUE;
      } catch (CharacterCodingException notText) {
        return unreadable(file, "its name is not UTF-8");
      } catch (IOException failed) {
        return unreadable(file, "it cannot be read");
      }
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
      if (file.equals(root)) {
        throw failed;
      }
      return isIgnored(file) ? FileVisitResult.CONTINUE : unreadable(file, "it cannot be read");
    }

    private boolean isIgnored(Path path) {
      return ignored.stream().anyMatch(path::startsWith);
    }

    private FileVisitResult unreadable(Path file, String why) {
      String name = root.relativize(file).toString();
      found.unreadable().add(new Difference(Difference.Kind.UNREADABLE, name, why));
      return FileVisitResult.CONTINUE;
    }

    /**
     * The name below the root as it is on the disk. A URI has its bytes whatever the locale, which
     * decides what {@link Path#toString} makes of them.
     */
    private String name(Path file) throws CharacterCodingException {
      String raw = file.toUri().getRawPath().substring(prefix);
      ByteBuffer bytes = ByteBuffer.allocate(raw.length());
      for (int i = 0; i < raw.length(); i++) {
        if (raw.charAt(i) == '%') {
          bytes.put((byte) HexFormat.fromHexDigits(raw, i + 1, i + 3));
          i += 2;
        } else {
          bytes.put((byte) raw.charAt(i));
        }
      }
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    }

    private static String sha256(Path file) throws IOException {
      MessageDigest digest = ManifestDigest.sha256();
      byte[] piece = new byte[PIECE];
      try (InputStream bytes = Files.newInputStream(file)) {
        for (int count = bytes.read(piece); count >= 0; count = bytes.read(piece)) {
          digest.update(piece, 0, count);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
