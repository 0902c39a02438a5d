package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.launch.DatabaseCheck.Found;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, and the checks of any database, on a real one. */
@TestInstance(Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
  private static final String HISTORY =
      """
      create table flyway_schema_history (installed_rank int, version text, script text, type text,
        success boolean default true);
      insert into flyway_schema_history (installed_rank, version, script, type) values
        (0, '1', 'V1__tracking.sql', 'SQL'),
        (1, '1', 'db/migration/V1__tracking.sql', 'SQL')
      """;

  private DataFolder data;
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start(@TempDir Path temporary) {
    data = DataFolder.open(temporary.resolve("data"), "test");
    postgres = EmbeddedPostgres.start(data);
  }

  @AfterAll
  void stop() {
    postgres.close();
    data.close();
  }

  @AfterEach
  void emptyDatabase() throws SQLException {
    run("drop owned by imprint; create schema if not exists public");
  }

  @Test
  void acknowledgedMeansOnDisk() throws SQLException {
    assertEquals("on", ask("show fsync"));
    assertEquals("on", ask("show synchronous_commit"));
    assertEquals("on", ask("show full_page_writes"));
  }

  @Test
  void textsAreOrderedByTheirBytesAndKnowCase() throws SQLException {
    assertEquals(
        "B,a,É,é,☃",
        ask(
            "select string_agg(t, ',' order by t) from unnest(array['é', 'a', '☃', 'B', 'É']) as t"));
    assertEquals("t", ask("select 'ÉTÉ' ilike 'été'"));
    assertEquals("UTF8", ask("show server_encoding"));
  }

  @Test
  void nobodyEntersWithoutThePassword() {
    String url = postgres.url().jdbcUrl();
    assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "imprint", "wrong"));
    assertThrows(SQLException.class, () -> DriverManager.getConnection(url, "postgres", "wrong"));
  }

  @Test
  void programIsNoSuperuser() throws SQLException {
    assertEquals("off", ask("show is_superuser"));
    assertEquals("127.0.0.1", ask("show listen_addresses"));
  }

  @Test
  void newDatabaseIsSuitable() {
    assertDoesNotThrow(() -> DatabaseCheck.run(postgres.url()));
  }

  @Test
  void databaseOfAnotherProgramIsRefused() throws SQLException {
    run("create table experiments (id int)");
    assertRefused("tables of another program", postgres.url());
  }

  @Test
  void databaseOfANewerProgramIsRefused() throws SQLException {
    run(HISTORY + ", (2, '99999999999999', 'V99999999999999__later.sql', 'SQL')");
    assertRefused("newer than this program", postgres.url());
  }

  @Test
  void databaseOfThisProgramIsTaken() throws SQLException {
    run(HISTORY + ", (2, null, 'R__views.sql', 'SQL'), (3, '7', 'squashed', 'SQL_BASELINE')");
    assertFalse(DatabaseCheck.run(postgres.url()).current(), "later ones are still to come");
  }

  @Test
  void appliedMigrationsNeedNoFlyway() throws SQLException {
    migrate();
    assertEquals(new Found(true, true, false, false, false), DatabaseCheck.run(postgres.url()));
    run(
        "update flyway_schema_history set success = false where script = '"
            + DatabaseCheck.NEWEST_MIGRATION
            + "'");
    assertFalse(
        DatabaseCheck.run(postgres.url()).current(), "a failed migration is Flyway's to report");
    Refusal refusal = assertThrows(Refusal.class, this::migrate);
    assertTrue(String.valueOf(refusal.getMessage()).contains("failed migration"));
    assertEquals(1, String.valueOf(refusal.getMessage()).lines().count());
  }

  @Test
  void databaseOfAnEarlierVersionIsBroughtUp() {
    DatabaseUrl url = postgres.url();
    Migrations.configuration(url.jdbcUrl(), url.credentials()).target("1").load().migrate();
    assertEquals(new Found(true, false, false, false, false), DatabaseCheck.run(url));
    migrate();
    assertTrue(DatabaseCheck.run(url).current());
  }

  @Test
  void pathsInTheHistoryOfEarlierVersionsAreUnderstood() throws SQLException {
    migrate();
    run("update flyway_schema_history set script = 'db/migration/' || script");
    assertTrue(DatabaseCheck.run(postgres.url()).current());
    assertDoesNotThrow(this::migrate);
  }

  @Test
  void tokensAndConfiguredStoragesAreSeen() throws SQLException {
    migrate();
    run(
        """
        insert into api_token (name, role, secret_hash, created_by, expires_at) values
          ('expired', 'admin', '\\x00', 'test', now() - interval '1 day')
        """);
    assertEquals(
        new Found(true, true, false, true, false),
        DatabaseCheck.run(postgres.url()),
        "a token that expired lets nobody in, and opens the server to nobody");
    run("update api_token set expires_at = null");
    run("insert into storage (name, kind, folder, configured) values ('f', 'folder', '/f', true)");
    assertEquals(new Found(true, true, true, true, true), DatabaseCheck.run(postgres.url()));
    run("update api_token set revoked_at = now()");
    assertEquals(new Found(true, true, false, false, true), DatabaseCheck.run(postgres.url()));
  }

  @Test
  void wrongPasswordAndMissingDatabaseAreTold() {
    DatabaseUrl good = postgres.url();
    assertRefused(
        "refuses the user or password",
        new DatabaseUrl(good.jdbcUrl(), good.user(), Optional.of("wrong")));
    assertRefused(
        "the database does not exist",
        new DatabaseUrl(
            good.jdbcUrl().replace("/imprint", "/absent"), good.user(), good.password()));
  }

  @Test
  void stoppedDatabaseKeepsItsContentAndPort() throws SQLException {
    run("create table kept as select 42 as answer");
    String url = postgres.url().jdbcUrl();
    postgres.close();
    postgres = EmbeddedPostgres.start(data);
    assertEquals("42", ask("select answer from kept"));
    assertEquals(url, postgres.url().jdbcUrl());
  }

  private void migrate() {
    Migrations.apply(postgres.url().jdbcUrl(), postgres.url().credentials());
  }

  private static void assertRefused(String part, DatabaseUrl url) {
    Refusal refusal = assertThrows(Refusal.class, () -> DatabaseCheck.run(url));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(part), message);
    assertEquals(1, message.lines().count());
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(postgres.url().jdbcUrl(), postgres.url().credentials());
  }
}
