package imprint.launch;

import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a database to the schema of this program. Flyway is asked only when {@link DatabaseCheck}
 * found something to do, so most starts do without it.
 */
public final class Migrations {
  private Migrations() {}

  /**
   * Applies what was not applied yet; of servers that start together one does it and the others
   * wait.
   *
   * @param jdbcUrl what the PostgreSQL JDBC driver connects to
   * @param credentials {@code user} and {@code password}, as far as the URL does not say them
   * @throws Refusal when one failed, now or earlier, or was changed after it was applied
   */
  public static void apply(String jdbcUrl, Properties credentials) {
    try {
      configuration(jdbcUrl, credentials).load().migrate();
    } catch (FlywayException failed) {
      throw new Refusal(
          "The database was not migrated: " + String.valueOf(failed.getMessage()).strip());
    }
  }

  /** Where the database and the migrations are. */
  static FluentConfiguration configuration(String jdbcUrl, Properties credentials) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(jdbcUrl, credentials.getProperty("user"), credentials.getProperty("password"))
        .locations("classpath:db/migration");
  }
}
