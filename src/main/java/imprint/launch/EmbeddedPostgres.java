package imprint.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A PostgreSQL of our own on {@code <data>/postgres}: loopback only, random password, and nothing
 * acknowledged before it is on disk.
 *
 * <p>It is started from zonky's binaries but not by zonky's class of the same name, which is made
 * for tests: that one turns fsync off, trusts every local connection, and stops the database in a
 * shutdown hook of its own while requests are still in flight.
 */
final class EmbeddedPostgres implements AutoCloseable {
  private static final String NAME = "imprint";
  private static final String PORT_FILE = "postgres-port";
  private static final String PASSWORD = "postgres-password";
  private static final String SUPERUSER_PASSWORD = "postgres-superuser-password";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration QUIET_START = Duration.ofSeconds(5);

  private static final String DURABILITY =
      """
      select name || '=' || setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'full_page_writes') and setting <> 'on'
      """;

  private final DataFolder data;
  private final Path cluster;
  private final Path startLog;
  private final PostgresPrograms programs;
  private int port;

  private EmbeddedPostgres(DataFolder data, PostgresPrograms programs) {
    this.data = data;
    this.cluster = data.root().resolve("postgres");
    this.startLog = data.subfolder("log").resolve("postgresql-start.log");
    this.programs = programs;
  }

  /**
   * Starts the database of a data folder, making it on first use, and takes over from a server that
   * was killed.
   *
   * @throws Refusal when it cannot, in one line
   */
  static EmbeddedPostgres start(DataFolder data) {
    PostgresBinaries binaries = PostgresBinaries.unpacked(data.root().resolve("postgres-programs"));
    EmbeddedPostgres postgres = new EmbeddedPostgres(data, new PostgresPrograms(binaries));
    postgres.prepareCluster(binaries.majorVersion());
    new PostmasterFile(postgres.cluster).clear(postgres.programs);
    postgres.startServer();
    try {
      postgres.openDatabase();
    } catch (SQLException | RuntimeException e) {
      postgres.close();
      throw e instanceof Refusal refusal
          ? refusal
          : new Refusal("PostgreSQL in " + postgres.cluster + " is not usable: " + e.getMessage());
    }
    return postgres;
  }

  /** Whether a data folder holds a database already. */
  static boolean exists(Path root) {
    return Files.isDirectory(root.resolve("postgres"));
  }

  /**
   * The database of a data folder that a running server holds.
   *
   * @throws Refusal when the folder tells of none
   */
  static DatabaseUrl urlOfRunning(Path root) {
    try {
      String port = Files.readString(root.resolve(PORT_FILE)).strip();
      String password = Files.readString(root.resolve("secret").resolve(PASSWORD)).strip();
      return new DatabaseUrl(
          "jdbc:postgresql://127.0.0.1:" + Integer.parseInt(port) + "/" + NAME,
          Optional.of(NAME),
          Optional.of(password));
    } catch (IOException | NumberFormatException e) {
      throw new Refusal(
          "The server that uses "
              + root
              + " brings no PostgreSQL of its own; name its database with --database-url.");
    }
  }

  DatabaseUrl url() {
    return new DatabaseUrl(jdbc(NAME), Optional.of(NAME), Optional.of(data.secret(PASSWORD)));
  }

  /** Stops the database; returns when everything is on disk. */
  @Override
  public void close() {
    PostgresPrograms.Result result = programs.stopServer(cluster);
    if (result.exitCode() != 0) {
      // nothing acknowledged is lost: the next start takes over or replays the log
      System.err.println("imprint: PostgreSQL in " + cluster + " did not stop: " + result.reason());
    }
  }

  private void prepareCluster(String majorVersion) {
    Path versionFile = cluster.resolve("PG_VERSION");
    try {
      if (Files.exists(versionFile)) {
        String found = Files.readString(versionFile).strip();
        if (!found.equals(majorVersion)) {
          throw new Refusal(
              cluster
                  + " was made by PostgreSQL "
                  + found
                  + ", this Imprint brings "
                  + majorVersion
                  + "; run the Imprint that made it, or move its content over with pg_dump.");
        }
        if (!data.hasSecret(PASSWORD) || !data.hasSecret(SUPERUSER_PASSWORD)) {
          throw new Refusal(
              "The passwords of "
                  + cluster
                  + " are missing; restore "
                  + data.root().resolve("secret")
                  + " from the same backup.");
        }
        return;
      }
      createCluster();
    } catch (IOException e) {
      throw new Refusal("Cannot prepare " + cluster + " (" + DataFolder.reason(e) + ").");
    }
  }

  /**
   * Made beside its place and moved there whole, so that a kill in between leaves no half cluster.
   */
  private void createCluster() throws IOException {
    data.secret(PASSWORD);
    data.secret(SUPERUSER_PASSWORD);
    Path unfinished = data.root().resolve("postgres.new");
    Folders.delete(unfinished);
    programs.initialise(unfinished, data.root().resolve("secret").resolve(SUPERUSER_PASSWORD));
    Files.move(unfinished, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private void startServer() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    port = preferredPort();
    try {
      while (!startOnce()) {
        String said = Files.exists(startLog) ? Files.readString(startLog) : "";
        boolean portTaken = said.contains("Address already in use");
        // sessions of a killed server need a moment to notice that it is gone
        boolean folderTaken = said.contains("still in use");
        if ((!portTaken && !folderTaken) || System.nanoTime() > deadline) {
          throw new Refusal(
              "PostgreSQL did not start in " + cluster + ": " + PostgresPrograms.reasonIn(said));
        }
        port = portTaken ? freePort() : port;
      }
      Files.writeString(portFile(), Integer.toString(port));
    } catch (IOException e) {
      throw new Refusal("Cannot start PostgreSQL (" + DataFolder.reason(e) + ").");
    }
  }

  private boolean startOnce() throws IOException {
    Files.deleteIfExists(startLog);
    return awaitReady(programs.startServer(cluster, startLog, settings()));
  }

  /**
   * Waits until connections are accepted. After a crash PostgreSQL first replays its log; that is
   * let to take as long as it takes, but said.
   *
   * @return false when the server gave up
   */
  private boolean awaitReady(Process starting) {
    long begun = System.nanoTime();
    boolean told = false;
    PostmasterFile postmaster = new PostmasterFile(cluster);
    try {
      while (!postmaster.ready()) {
        if (!starting.isAlive() && starting.exitValue() != 0) {
          return false;
        }
        if (!told && System.nanoTime() - begun > QUIET_START.toNanos()) {
          told = true;
          System.err.println("imprint: PostgreSQL is recovering what the last stop left; waiting.");
        }
        Thread.sleep(5);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("Interrupted while PostgreSQL started.");
    }
  }

  private Stream<String> settings() {
    List<String> settings = new ArrayList<>();
    settings.add("port=" + port);
    settings.addAll(List.of("listen_addresses=127.0.0.1", "unix_socket_directories="));
    settings.addAll(List.of("fsync=on", "synchronous_commit=on", "full_page_writes=on"));
    // the passwords are 256 random bits, which stretching does not improve, and each start would
    // wait for it
    settings.add("scram_iterations=1");
    settings.addAll(List.of("shared_buffers=128MB", "max_connections=60", "jit=off"));
    settings.addAll(
        List.of("wal_compression=on", "max_wal_size=512MB", "checkpoint_timeout=10min"));
    settings.addAll(List.of("random_page_cost=1.1", "timezone=UTC", "log_timezone=UTC"));
    // a week of log, and none of the users' values in it
    settings.addAll(List.of("logging_collector=on", "log_directory=../log"));
    settings.addAll(List.of("log_filename=postgresql-%a.log", "log_truncate_on_rotation=on"));
    settings.addAll(List.of("log_min_error_statement=panic", "log_error_verbosity=terse"));
    return settings.stream();
  }

  private void openDatabase() throws SQLException {
    try (Connection connection = connect(NAME, NAME, PASSWORD)) {
      requireDurable(connection);
    } catch (SQLException e) {
      if (!List.of("28P01", "28000", "3D000").contains(String.valueOf(e.getSQLState()))) {
        throw e;
      }
      createDatabase();
      try (Connection connection = connect(NAME, NAME, PASSWORD)) {
        requireDurable(connection);
      }
    }
  }

  /** The program owns its database but is no superuser of the cluster. */
  private void createDatabase() throws SQLException {
    try (Connection connection = connect("postgres", "postgres", SUPERUSER_PASSWORD);
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "select 1 from pg_roles where rolname = 'imprint'")) {
        statement.execute("create role imprint login");
      }
      // our own random base64 text, so it cannot break out of the literal
      statement.execute("alter role imprint password '" + data.secret(PASSWORD) + "'");
      if (!exists(statement, "select 1 from pg_database where datname = 'imprint'")) {
        statement.execute("create database imprint owner imprint");
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }

  private static void requireDurable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(DURABILITY)) {
      if (rows.next()) {
        throw new Refusal(
            "PostgreSQL runs with "
                + rows.getString(1)
                + ", which may lose acknowledged writes;"
                + " remove that setting from its configuration.");
      }
    }
  }

  private Connection connect(String user, String database, String secret) throws SQLException {
    return DriverManager.getConnection(jdbc(database), user, data.secret(secret));
  }

  private String jdbc(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private Path portFile() {
    return data.root().resolve(PORT_FILE);
  }

  /**
   * The last start's port when it is still free, so that an operator's connection settings last.
   */
  private int preferredPort() {
    try {
      int last = Integer.parseInt(Files.readString(portFile()).strip());
      try (ServerSocket probe = new ServerSocket(last, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      }
    } catch (IOException | IllegalArgumentException e) {
      return freePort();
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new Refusal("No free port on 127.0.0.1 for PostgreSQL.");
    }
  }
}
