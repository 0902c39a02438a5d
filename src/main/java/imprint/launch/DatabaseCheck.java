package imprint.launch;

import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Looks at the database before anything is changed in it, so that what cannot work is said in one
 * line instead of by the middle of a start.
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

  private static final String ADMIN_TOKEN =
      """
      select exists (select 1 from api_token
                      where role = 'admin' and revoked_at is null and (expires_at is null or expires_at > now()))
      """;

  private DatabaseCheck() {}

  /**
   * Connects once and looks.
   *
   * @return whether every migration of this program was applied, so that Flyway need not start
   * @throws Refusal when the server is out of reach, refuses us, is too old or not UTF-8, or the
   *     database is another program's or was written by a newer Imprint
   */
  static boolean run(DatabaseUrl url) {
    return asked(url, handle -> requireSuitable(handle, url) && requireNotNewer(handle));
  }

  /**
   * Whether some admin can log in. Asks a database that {@link #run} found migrated.
   *
   * @throws Refusal when it does not answer
   */
  static boolean hasAdminToken(DatabaseUrl url) {
    return asked(url, handle -> handle.createQuery(ADMIN_TOKEN).mapTo(Boolean.class).one());
  }

  /**
   * Asks over a connection of its own. With JDBI, like the rest of the program: its first statement
   * takes a tenth of a second, which passes here beside Quarkus's initialisation.
   */
  private static boolean asked(DatabaseUrl url, Predicate<Handle> question) {
    try (Handle handle = Jdbi.open(url.jdbcUrl(), properties(url))) {
      return question.test(handle);
    } catch (JdbiException e) {
      throw e.getCause() instanceof SQLException cause ? refusal(cause, url) : e;
    }
  }

  /** Returns whether Imprint has migrated this database before. */
  private static boolean requireSuitable(Handle handle, DatabaseUrl url) {
    Found found =
        handle
            .createQuery(SERVER)
            .map(
                (row, context) ->
                    new Found(
                        row.getInt("version"),
                        row.getString("encoding"),
                        row.getBoolean("migrated"),
                        row.getBoolean("used")))
            .one();
    if (found.version() < OLDEST_SERVER) {
      throw new Refusal(
          url.shown()
              + " is PostgreSQL "
              + found.version()
              + "; Imprint needs "
              + OLDEST_SERVER
              + " or later.");
    }
    if (!found.encoding().equals("UTF8")) {
      throw new Refusal(
          url.shown()
              + " is encoded in "
              + found.encoding()
              + "; create the database with: create database imprint encoding 'UTF8' template template0");
    }
    if (found.used() && !found.migrated()) {
      throw new Refusal(
          url.shown()
              + " already holds tables of another program; give Imprint a database of its own.");
    }
    return found.migrated();
  }

  /**
   * Merged migrations never change or go, so one that was applied and is not here came with a later
   * program. Asking for each by name is quicker than listing the tens of thousands of files of the
   * program's jar. Returns whether the newest of ours is among them.
   */
  private static boolean requireNotNewer(Handle handle) {
    boolean current = false;
    for (String applied : handle.createQuery(APPLIED).mapTo(String.class).list()) {
      // Quarkus has Flyway note the path on the class path, Flyway alone the file name
      String script = applied.replaceFirst(".*/", "");
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
    return current;
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
   * @param version the server's major version
   * @param migrated whether Imprint has been here
   * @param used whether there are any tables
   */
  private record Found(int version, String encoding, boolean migrated, boolean used) {}
}
