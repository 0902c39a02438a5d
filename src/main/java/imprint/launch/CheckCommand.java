package imprint.launch;

import imprint.artifact.StorageAudit;
import io.quarkus.runtime.QuarkusApplication;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imprint check}. */
@Command(
    name = "check",
    description = "Verify what is kept.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    subcommands = {CheckCommand.Storage.class, AttestationCommand.class})
final class CheckCommand {
  CheckCommand() {}

  /** {@code imprint check storage}; works beside a running server and without one. */
  @Command(
      name = "storage",
      description = {
        "Read every stored file and compare it with what was stored, and every manifest with the files",
        "it tells; print what is missing, wrong, stale or unreferenced. Ends with 0 when nothing is",
        "missing, wrong or stale, else with 3."
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
      Auditing.quick = quick;
      return Visit.run(where, "imprint check", false, Auditing.class);
    }
  }

  /** What Quarkus runs in its started application. */
  public static final class Auditing implements QuarkusApplication {
    private static final int DAMAGED = 3;

    /** Quarkus makes the object it runs, so this cannot be handed to its constructor. */
    private static volatile boolean quick;

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
      StorageAudit.ManifestSummary manifests = summary.manifests();
      out.println(
          manifests.count()
              + " manifests: "
              + manifests.missing()
              + " missing, "
              + manifests.wrong()
              + " wrong, "
              + manifests.stale()
              + " stale; "
              + manifests.due()
              + " more to be written");
      return summary.isDamaged() ? DAMAGED : 0;
    }
  }
}
