package imprint.tracking;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;

/** A real PostgreSQL with the schema of tracking, for one test class. */
final class SearchDatabase implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final Jdbi jdbi;

  private SearchDatabase(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.jdbi = Jdbi.create(postgres.getPostgresDatabase());
    jdbi.registerArrayType(String.class, "text");
    jdbi.registerArrayType(long.class, "int8");
  }

  static SearchDatabase start() throws IOException, SQLException {
    SearchDatabase database = new SearchDatabase(EmbeddedPostgres.start());
    try (InputStream migration = resource("/db/migration/V1__tracking.sql");
        Connection connection = database.postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(new String(migration.readAllBytes(), StandardCharsets.UTF_8));
    }
    return database;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  private static InputStream resource(String path) throws IOException {
    InputStream found = SearchDatabase.class.getResourceAsStream(path);
    if (found == null) {
      throw new IOException("not on the class path: " + path);
    }
    return found;
  }
}
