package imprint.launch;

import imprint.failure.WrongSettingException;
import imprint.secret.ServerKey;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command on the database of a server, beside the running one or without: the application
 * starts without its door, its background work and its configuration of storages.
 */
final class Visit {
  private static volatile int exitCode;

  private Visit() {}

  /**
   * Runs {@code work} on the database that the options name.
   *
   * @param migrates whether the work may make or migrate the database of a data folder that no
   *     server uses
   * @param occupant what is told to whoever finds the data folder taken meanwhile
   * @return the exit code
   * @throws Refusal when there is no database of this version of Imprint
   */
  static int run(
      DataOptions where,
      String occupant,
      boolean migrates,
      Class<? extends QuarkusApplication> work) {
    Path folder = where.folder().toAbsolutePath().normalize();
    Optional<DatabaseUrl> database = where.database();
    if (database.isPresent()) {
      return run(database.get(), folder, false, work);
    }
    try (DataFolder data = DataFolder.open(folder, occupant);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
      return run(postgres.url(), folder, migrates, work);
    } catch (DataFolder.InUse running) {
      return run(EmbeddedPostgres.urlOfRunning(folder), folder, false, work);
    }
  }

  /**
   * Refuses to make a new server key where the server has another: whatever is derived from it
   * would be of no use there.
   */
  static void requireServerKey(DataOptions where) {
    Path folder = where.folder().toAbsolutePath().normalize();
    boolean given =
        Optional.ofNullable(System.getenv("IMPRINT_SERVER_KEY"))
            .filter(key -> !key.isBlank())
            .isPresent();
    boolean elsewhere = where.database().isPresent() || EmbeddedPostgres.exists(folder);
    if (elsewhere && !given && !Files.exists(ServerKey.file(folder))) {
      throw new Refusal(
          "The key of the server is not in "
              + folder
              + "; name its data folder with --data, or set IMPRINT_SERVER_KEY as the server has it.");
    }
  }

  private static int run(
      DatabaseUrl database,
      Path folder,
      boolean migrates,
      Class<? extends QuarkusApplication> work) {
    if (!DatabaseCheck.run(database).current()) {
      if (!migrates) {
        throw new Refusal(
            database.shown() + " is not of this version of Imprint; start the server once first.");
      }
      Migrations.apply(database.jdbcUrl(), database.credentials());
    }
    Server.configure(database, folder);
    System.setProperty("quarkus.http.host-enabled", "false");
    System.setProperty("quarkus.scheduler.enabled", "false");
    System.setProperty("quarkus.log.level", "WARN");
    System.setProperty("imprint.visiting", "true");
    Quarkus.run(work, Visit::ended);
    return exitCode;
  }

  private static void ended(int code, @Nullable Throwable failure) {
    exitCode = failure == null ? code : 1;
    if (failure != null) {
      System.err.println("imprint: The command ended early: " + reason(failure));
    }
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof WrongSettingException) {
        return String.valueOf(cause.getMessage());
      }
    }
    return String.valueOf(failure.getMessage());
  }
}
