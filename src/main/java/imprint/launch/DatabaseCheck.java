package imprint.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.MigrationVersion;

/**
 * Looks at the database before anything is changed in it, so that what cannot work is said in one
 * line instead of by the middle of a start.
 */
final class DatabaseCheck {
  private static final int OLDEST_SERVER = 14;
  private static final Pattern MIGRATION = Pattern.compile("V(?<version>[0-9][0-9._]*)__.+\\.sql");
  private static final String MIGRATION_FOLDER = "db/migration/";

  private static final String SERVER =
      """
      select current_setting('server_version_num')::int / 10000 as version,
             current_setting('server_encoding') as encoding,
             to_regclass('flyway_schema_history') is not null as migrated,
             exists (select 1 from pg_class
                      where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace) as used
      """;

  private static final String APPLIED =
      "select version from flyway_schema_history where version is not null";

  private DatabaseCheck() {}

  /**
   * Connects once and looks.
   *
   * @throws Refusal when the server is out of reach, refuses us, is too old or not UTF-8, or the
   *     database is another program's or was written by a newer Imprint
   */
  static void run(DatabaseUrl url) {
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties(url));
        Statement statement = connection.createStatement()) {
      if (requireSuitable(statement, url)) {
        requireNotNewer(applied(statement), known());
      }
    } catch (SQLException e) {
      throw refusal(e, url);
    }
  }

  /** Returns whether Imprint has migrated this database before. */
  private static boolean requireSuitable(Statement statement, DatabaseUrl url) throws SQLException {
    try (ResultSet row = statement.executeQuery(SERVER)) {
      row.next();
      if (row.getInt("version") < OLDEST_SERVER) {
        throw new Refusal(
            url.shown()
                + " is PostgreSQL "
                + row.getInt("version")
                + "; Imprint needs "
                + OLDEST_SERVER
                + " or later.");
      }
      if (!"UTF8".equals(row.getString("encoding"))) {
        throw new Refusal(
            url.shown()
                + " is encoded in "
                + row.getString("encoding")
                + "; create the database with: create database imprint encoding 'UTF8' template template0");
      }
      if (row.getBoolean("used") && !row.getBoolean("migrated")) {
        throw new Refusal(
            url.shown()
                + " already holds tables of another program; give Imprint a database of its own.");
      }
      return row.getBoolean("migrated");
    }
  }

  private static List<MigrationVersion> applied(Statement statement) throws SQLException {
    List<MigrationVersion> versions = new java.util.ArrayList<>();
    try (ResultSet rows = statement.executeQuery(APPLIED)) {
      while (rows.next()) {
        versions.add(MigrationVersion.fromVersion(rows.getString(1)));
      }
    }
    return versions;
  }

  /**
   * Refuses a database that has seen migrations this program does not know.
   *
   * @param applied what the database has seen, in any order
   * @param known what this program brings; nothing is refused when it brings none
   */
  static void requireNotNewer(List<MigrationVersion> applied, List<MigrationVersion> known) {
    Optional<MigrationVersion> newestKnown = known.stream().max(Comparator.naturalOrder());
    Optional<MigrationVersion> newestApplied = applied.stream().max(Comparator.naturalOrder());
    if (newestApplied.isPresent()
        && newestKnown.map(newest -> newest.compareTo(newestApplied.get()) < 0).orElse(true)) {
      throw new Refusal(
          "The database is newer than this program: it is at migration "
              + newestApplied.get()
              + ", Imprint "
              + ProgramVersion.current()
              + " knows up to "
              + newestKnown.map(MigrationVersion::toString).orElse("none")
              + "; start a newer Imprint.");
    }
  }

  /** The migrations of this program, read from its own jar or class folder. */
  static List<MigrationVersion> known() {
    try {
      Path source =
          Path.of(DatabaseCheck.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(source)) {
        Path folder = source.resolve(MIGRATION_FOLDER);
        if (!Files.isDirectory(folder)) {
          return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
          return versions(files.map(file -> String.valueOf(file.getFileName())));
        }
      }
      try (JarFile jar = new JarFile(source.toFile())) {
        return versions(
            jar.stream()
                .map(entry -> entry.getName())
                .filter(name -> name.startsWith(MIGRATION_FOLDER))
                .map(name -> name.substring(MIGRATION_FOLDER.length())));
      }
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("cannot list the program's own migrations", e);
    }
  }

  private static List<MigrationVersion> versions(Stream<String> fileNames) {
    return fileNames
        .map(MIGRATION::matcher)
        .filter(Matcher::matches)
        .map(matcher -> MigrationVersion.fromVersion(matcher.group("version")))
        .toList();
  }

  private static Properties properties(DatabaseUrl url) {
    Properties properties = url.credentials();
    if (!url.jdbcUrl().contains("connectTimeout=")) {
      properties.setProperty("connectTimeout", "5");
    }
    properties.setProperty("ApplicationName", "imprint start");
    return properties;
  }

  private static Refusal refusal(SQLException failure, DatabaseUrl url) {
    String state = String.valueOf(failure.getSQLState());
    String detail = " (" + failure.getMessage() + ")";
    if (state.startsWith("28")) {
      return new Refusal(
          url.shown() + " refuses the user or password" + detail + "; check IMPRINT_DATABASE_URL.");
    }
    if (state.equals("3D000")) {
      return new Refusal(
          url.shown() + ": the database does not exist" + detail + "; create it first.");
    }
    return new Refusal(
        "Cannot use "
            + url.shown()
            + detail
            + "; is PostgreSQL running and IMPRINT_DATABASE_URL right?");
  }
}
