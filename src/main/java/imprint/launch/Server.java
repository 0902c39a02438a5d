package imprint.launch;

import imprint.access.Tokens;
import imprint.failure.WrongSettingException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * One run of the server, from the checks to the last request. Everything is opened and closed in
 * the order of this file, by one thread; the shutdown hook only waits for it.
 */
final class Server {
  /** The graceful stop of {@code application.properties} and PostgreSQL's own, with a margin. */
  private static final long STOP_SECONDS = 75;

  /** Says that a token is demanded even where there is none. */
  private static final String TOKENS_REQUIRED = "imprint.tokens-required";

  /** Quarkus makes the object it runs, so this cannot be handed to its constructor. */
  private static volatile Consumer<Boolean> announce = tokensRequired -> {};

  private final ServeOptions options;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int exitCode;
  private volatile boolean toldToStop;

  Server(ServeOptions options) {
    this.options = options;
  }

  /**
   * Serves until the process is told to stop.
   *
   * @param whenReady called once requests are answered
   * @return the exit code
   * @throws Refusal when a check fails
   */
  int run(Ready whenReady) {
    Thread hook = new Thread(this::awaitClosed, "imprint-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      serve(whenReady);
      return exitCode;
    } catch (RuntimeException e) {
      if (toldToStop) {
        return 0; // half started, and nobody waits for the rest
      }
      exitCode = 1;
      throw e;
    } finally {
      closed.countDown();
    }
  }

  private void serve(Ready whenReady) {
    ListenAddress address = ListenAddress.free(options.host(), options.port());
    if (options.databaseUrl().isEmpty() && !EmbeddedPostgres.exists(options.data())) {
      address.requireSafe(false, options.allowUnauthenticated());
    }
    try (DataFolder data = DataFolder.open(options.data(), address.url())) {
      if (options.databaseUrl().isPresent()) {
        serve(address, data, options.databaseUrl().get(), whenReady);
        return;
      }
      try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
        serve(address, data, postgres.url(), whenReady);
      }
    }
  }

  private void serve(
      ListenAddress address, DataFolder data, DatabaseUrl database, Ready whenReady) {
    DatabaseCheck.Found found = prepared(address, database);
    System.setProperty("quarkus.http.host", address.host());
    System.setProperty("quarkus.http.port", Integer.toString(address.port()));
    configure(database, data.root());
    System.setProperty("imprint.storages-configured", Boolean.toString(found.configuredStorages()));
    announce =
        required ->
            whenReady.ready(
                new Started(address, data.root(), database, required || found.tokens()));
    Quarkus.run(Waiting.class, this::ended);
    if (exitCode == 0) {
      System.out.println("Imprint has stopped.");
    }
  }

  /**
   * Brings the database to this version. Nothing is made in one that is new when the server may not
   * listen where it was told to.
   */
  private DatabaseCheck.Found prepared(ListenAddress address, DatabaseUrl database) {
    DatabaseCheck.Found found = DatabaseCheck.run(database);
    if (!found.migrated() && !options.allowUnauthenticated()) {
      requireSafe(address, false);
    }
    if (!found.current()) {
      Migrations.apply(database.jdbcUrl(), database.credentials());
      found = DatabaseCheck.run(database);
    }
    requireSafe(address, found.admin());
    return found;
  }

  /**
   * Beyond this machine a token is demanded even when the last was revoked, unless the operator
   * said that something else keeps strangers out.
   */
  private void requireSafe(ListenAddress address, boolean admin) {
    if (address.isLoopback()) {
      return;
    }
    address.requireSafe(admin, options.allowUnauthenticated());
    if (!options.allowUnauthenticated()) {
      System.setProperty(TOKENS_REQUIRED, "true");
    }
  }

  /** Tells the application which database and which folder are its own. */
  static void configure(DatabaseUrl database, Path data) {
    System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
    database.user().ifPresent(user -> System.setProperty("quarkus.datasource.username", user));
    database.password().ifPresent(word -> System.setProperty("quarkus.datasource.password", word));
    System.setProperty("imprint.data", data.toString());
  }

  private void ended(int code, @Nullable Throwable failure) {
    if (failure == null || toldToStop) {
      return;
    }
    exitCode = code;
    Optional<String> setting = wrongSetting(failure);
    if (setting.isPresent()) {
      System.err.println("imprint: " + setting.get());
      return;
    }
    Throwable cause = ExceptionUtil.getRootCause(failure);
    System.err.println("imprint: The server did not start: " + cause);
    if (!(cause instanceof QuarkusBindException)) {
      failure.printStackTrace(); // nothing an operator did: whoever mends it needs all of it
    }
  }

  /** One line on the setting that a start failed by, if it was one. */
  private static Optional<String> wrongSetting(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongSettingException || cause instanceof ConfigValidationException) {
        return Optional.of(String.valueOf(cause.getMessage()).replaceAll("\\s*\\R\\s*", " "));
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps the process alive until the last request is answered and PostgreSQL has stopped, then
   * ends it with our exit code: after a signal the JVM's own would be 128 + its number, and a stop
   * that was asked for is no failure.
   */
  private void awaitClosed() {
    toldToStop = true;
    try {
      if (closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        Runtime.getRuntime().halt(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Told when the server answers requests. */
  interface Ready {
    void ready(Started started);
  }

  /**
   * A server that answers.
   *
   * @param tokens whether requests must bring one
   */
  record Started(ListenAddress address, Path data, DatabaseUrl database, boolean tokens) {}

  /** What Quarkus runs in its started application: a word to the operator, then the wait. */
  public static final class Waiting implements QuarkusApplication {
    private final Tokens tokens;
    private final boolean required;

    Waiting(
        Tokens tokens,
        @ConfigProperty(name = TOKENS_REQUIRED, defaultValue = "false") boolean required) {
      this.tokens = tokens;
      this.required = required;
    }

    @Override
    public int run(String... arguments) {
      announce.accept(required);
      openConnections();
      Quarkus.waitForExit();
      return 0;
    }

    /** Asks the first question, so that the first request need not wait for the pool and JDBI. */
    private void openConnections() {
      try {
        tokens.areDemanded();
      } catch (RuntimeException unavailable) {
        // a request that needs the database meets the same and tells it
      }
    }
  }

  /**
   * What {@code serve} was told.
   *
   * @param port 0 means any free one
   * @param databaseUrl empty: bring a PostgreSQL of our own
   * @param allowUnauthenticated may listen beyond this machine without knowing users
   */
  record ServeOptions(
      String host,
      int port,
      Path data,
      Optional<DatabaseUrl> databaseUrl,
      boolean allowUnauthenticated) {}
}
