package imprint;

import imprint.launch.Migrations;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL and an empty data folder for tests that run the whole server. */
public class PostgresForTests implements QuarkusTestResourceLifecycleManager {
  private @Nullable EmbeddedPostgres postgres;
  private @Nullable Path data;

  @Override
  public Map<String, String> start() {
    EmbeddedPostgres postgres;
    Path data;
    try {
      data = Files.createTempDirectory("imprint-test");
      postgres =
          EmbeddedPostgres.builder()
              .setLocaleConfig("locale", "C")
              .setServerConfig("fsync", "off")
              .setServerConfig("max_connections", "60")
              .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    this.postgres = postgres;
    this.data = data;
    Migrations.apply(postgres.getJdbcUrl("postgres", "postgres"), new Properties());
    return Map.of(
        "quarkus.datasource.jdbc.url",
        postgres.getJdbcUrl("postgres", "postgres"),
        "quarkus.datasource.username",
        "postgres",
        "quarkus.datasource.password",
        "postgres",
        "imprint.data",
        data.toString());
  }

  @Override
  public void stop() {
    if (data == null || postgres == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      postgres.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A connection of the superuser's own, to look at and change what no endpoint does. */
  public static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        ConfigProvider.getConfig().getValue("quarkus.datasource.jdbc.url", String.class),
        "postgres",
        "postgres");
  }
}
