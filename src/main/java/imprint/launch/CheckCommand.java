package imprint.launch;

import imprint.artifact.StorageAudit;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imprint check}. */
@Command(
    name = "check",
    description = "Verify what is kept.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    subcommands = CheckCommand.Storage.class)
final class CheckCommand {
  CheckCommand() {}

  /** {@code imprint check storage}; works beside a running server and without one. */
  @Command(
      name = "storage",
      description = {
        "Read every stored file and compare it with what was stored; print what is missing, wrong",
        "or unreferenced. Ends with 0 when nothing is missing or wrong, else with 3."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Storage implements Callable<Integer> {
    @Mixin private final DataOptions where = new DataOptions();

    @Option(names = "--quick", description = "Look for presence and size only, read nothing.")
    private boolean quick;

    Storage() {}

    @Override
    public Integer call() {
      Path folder = where.folder().toAbsolutePath().normalize();
      Optional<DatabaseUrl> database = where.database();
      if (database.isPresent()) {
        return audit(database.get(), folder);
      }
      try (DataFolder data = DataFolder.open(folder, "imprint check");
          EmbeddedPostgres postgres = EmbeddedPostgres.start(data)) {
        return audit(postgres.url(), folder);
      } catch (DataFolder.InUse running) {
        return audit(EmbeddedPostgres.urlOfRunning(folder), folder);
      }
    }

    private int audit(DatabaseUrl database, Path folder) {
      if (!DatabaseCheck.run(database)) {
        throw new Refusal(
            database.shown() + " is not of this version of Imprint; start the server once first.");
      }
      Server.configure(database, folder);
      System.setProperty("quarkus.flyway.active", "false");
      System.setProperty("quarkus.http.host-enabled", "false");
      System.setProperty("quarkus.scheduler.enabled", "false");
      System.setProperty("quarkus.log.level", "WARN");
      Auditing.quick = quick;
      Quarkus.run(Auditing.class, Auditing::ended);
      return Auditing.exitCode;
    }
  }

  /** What Quarkus runs in its started application. */
  public static final class Auditing implements QuarkusApplication {
    private static final int DAMAGED = 3;

    /** Quarkus makes the object it runs, so these cannot be handed to its constructor. */
    private static volatile boolean quick;

    private static volatile int exitCode = 1;

    private final StorageAudit audit;

    Auditing(StorageAudit audit) {
      this.audit = audit;
    }

    @Override
    public int run(String... arguments) {
      PrintStream out = System.out;
      StorageAudit.Summary summary =
          audit.run(
              quick,
              finding ->
                  out.println(
                      finding.kind().name().toLowerCase(java.util.Locale.ROOT)
                          + "  "
                          + finding.storage()
                          + "  "
                          + finding.key()
                          + "  "
                          + finding.size()
                          + " bytes"
                          + (finding.place().isEmpty() ? "" : "  " + finding.place())
                          + (finding.detail().isEmpty() ? "" : "  (" + finding.detail() + ")")));
      out.println(
          summary.blobs()
              + " files, "
              + summary.bytes()
              + " bytes: "
              + summary.missing()
              + " missing, "
              + summary.wrong()
              + " wrong, "
              + summary.unreferenced()
              + " unreferenced ("
              + summary.unreferencedBytes()
              + " bytes)");
      exitCode = summary.missing() + summary.wrong() > 0 ? DAMAGED : 0;
      return 0;
    }

    private static void ended(int code, @Nullable Throwable failure) {
      if (failure != null) {
        exitCode = 1;
        System.err.println("imprint: The check ended early: " + failure.getMessage());
      }
    }
  }
}
