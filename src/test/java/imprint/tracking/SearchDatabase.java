package imprint.tracking;

import imprint.launch.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;

/**
 * A database of its own for one test class, with the whole schema, on one real PostgreSQL for all
 * of them.
 */
final class SearchDatabase implements AutoCloseable {
  private final Connection connection;
  private final Jdbi jdbi;

  private SearchDatabase(Connection connection) {
    this.connection = connection;
    this.jdbi = Jdbi.create(connection);
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(long.class, "int8");
  }

  static SearchDatabase start() throws IOException, SQLException {
    return new SearchDatabase(Server.database());
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  /** Started at first use and stopped with the tests' Java process. */
  private static final class Server {
    private static final String TEMPLATE = "migrated";
    private static final EmbeddedPostgres POSTGRES = start();
    private static int databases;

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres postgres = EmbeddedPostgres.start();
        execute(postgres, "postgres", "create database " + TEMPLATE);
        Migrations.apply(postgres.getJdbcUrl("postgres", TEMPLATE), new Properties());
        return postgres;
      } catch (IOException | SQLException e) {
        throw new IllegalStateException("PostgreSQL does not start", e);
      }
    }

    static synchronized Connection database() throws SQLException {
      String name = "search" + ++databases;
      execute(POSTGRES, "postgres", "create database %s template %s".formatted(name, TEMPLATE));
      return POSTGRES.getDatabase("postgres", name).getConnection();
    }

    private static void execute(EmbeddedPostgres postgres, String database, String sql)
        throws SQLException {
      try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute(sql);
      }
    }
  }
}
