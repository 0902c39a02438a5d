package imprint.launch;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Looks at the database before anything is changed in it, so that what cannot work is said in one
 * line instead of by the middle of a start. By plain JDBC: JDBI's first statement takes a tenth of
 * a second, which a start need not wait for.
 */
final class DatabaseCheck {
  private static final int OLDEST_SERVER = 14;

  /** The newest migration of this program; a test holds it against the folder. */
  static final String NEWEST_MIGRATION = "V5__manifests.sql";

  private static final String SERVER =
      """
      select current_setting('server_version_num')::int / 10000 as version,
             current_setting('server_encoding') as encoding,
             to_regclass('flyway_schema_history') is not null as migrated,
             exists (select 1 from pg_class
                      where relkind in ('r', 'p') and relnamespace = current_schema()::regnamespace) as used
      """;

  /** Newest first; a squashed or repeatable migration has no file of its own to look for. */
  private static final String APPLIED =
      """
      select script from flyway_schema_history
       where version is not null and type = 'SQL' and success order by installed_rank desc
      """;

  /** Asked of a database with all migrations. */
  private static final String CONTENT =
      """
      select exists (select 1 from api_token
                      where role = 'admin' and revoked_at is null
                        and (expires_at is null or expires_at > now())) as admin,
             exists (select 1 from api_token where revoked_at is null) as tokens,
             exists (select 1 from storage where configured) as configured_storages
      """;

  private DatabaseCheck() {}

  /**
   * Connects once and looks.
   *
   * @throws Refusal when the server is out of reach, refuses us, is too old or not UTF-8, or the
   *     database is another program's or was written by a newer Imprint
   */
  static Found run(DatabaseUrl url) {
    try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), properties(url));
        Statement statement = connection.createStatement()) {
      if (!requireSuitable(statement, url)) {
        return Found.EMPTY;
      }
      return requireNotNewer(statement) ? content(statement) : Found.OUTDATED;
    } catch (SQLException e) {
      throw refusal(e, url);
    }
  }

  /** Returns whether Imprint has migrated this database before. */
  private static boolean requireSuitable(Statement statement, DatabaseUrl url) throws SQLException {
    try (ResultSet found = statement.executeQuery(SERVER)) {
      found.next();
      if (found.getInt("version") < OLDEST_SERVER) {
        throw new Refusal(
            url.shown()
                + " is PostgreSQL "
                + found.getInt("version")
                + "; Imprint needs "
                + OLDEST_SERVER
                + " or later.");
      }
      if (!found.getString("encoding").equals("UTF8")) {
        throw new Refusal(
            url.shown()
                + " is encoded in "
                + found.getString("encoding")
                + "; create the database with: create database imprint encoding 'UTF8' template template0");
      }
      boolean migrated = found.getBoolean("migrated");
      if (found.getBoolean("used") && !migrated) {
        throw new Refusal(
            url.shown()
                + " already holds tables of another program; give Imprint a database of its own.");
      }
      return migrated;
    }
  }

  /**
   * Merged migrations never change or go, so one that was applied and is not here came with a later
   * program. Asking for each by name is quicker than listing the tens of thousands of files of the
   * program's jar. Returns whether the newest of ours is among them.
   */
  private static boolean requireNotNewer(Statement statement) throws SQLException {
    boolean current = false;
    try (ResultSet applied = statement.executeQuery(APPLIED)) {
      while (applied.next()) {
        // earlier versions had Flyway note the path on the class path, later ones the file name
        String script = applied.getString("script").replaceFirst(".*/", "");
        if (DatabaseCheck.class.getResource("/db/migration/" + script) == null) {
          throw new Refusal(
              "The database is newer than this program: Imprint "
                  + ProgramVersion.current()
                  + " does not know its migration "
                  + script
                  + "; start a newer Imprint.");
        }
        current |= script.equals(NEWEST_MIGRATION);
      }
    }
    return current;
  }

  private static Found content(Statement statement) throws SQLException {
    try (ResultSet content = statement.executeQuery(CONTENT)) {
      content.next();
      return new Found(
          true,
          true,
          content.getBoolean("admin"),
          content.getBoolean("tokens"),
          content.getBoolean("configured_storages"));
    }
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

  /**
   * A database as it was found.
   *
   * @param migrated whether Imprint has been here
   * @param current whether every migration of this program was applied; if not, the rest is unknown
   * @param admin whether some admin can log in
   * @param tokens whether there are tokens that were not revoked
   * @param configuredStorages whether a configuration made some of the storages
   */
  record Found(
      boolean migrated,
      boolean current,
      boolean admin,
      boolean tokens,
      boolean configuredStorages) {
    private static final Found EMPTY = new Found(false, false, false, false, false);
    private static final Found OUTDATED = new Found(true, false, false, false, false);
  }
}
