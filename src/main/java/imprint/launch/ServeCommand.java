package imprint.launch;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code imprint serve}. */
@Command(
    name = "serve",
    description = "Serve the MLflow API until told to stop (Ctrl-C or SIGTERM).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final String WITH_TOKENS = "by token (imprint token list)";
  private static final String WITHOUT_TOKENS =
      "whoever reaches the URL, as there are no tokens (imprint token create NAME --role admin)";

  @Option(
      names = "--host",
      defaultValue = "${env:IMPRINT_HOST:-127.0.0.1}",
      description = "Address to listen on (IMPRINT_HOST; ${DEFAULT-VALUE}).")
  private String host = "";

  @Option(
      names = "--port",
      defaultValue = "${env:IMPRINT_PORT:-5000}",
      description = "Port to listen on, 0 for any free one (IMPRINT_PORT; ${DEFAULT-VALUE}).")
  private int port;

  @Mixin private final DataOptions where = new DataOptions();

  @Option(
      names = "--allow-unauthenticated",
      defaultValue = "${env:IMPRINT_ALLOW_UNAUTHENTICATED:-false}",
      arity = "0..1",
      fallbackValue = "true",
      description = "Listen beyond this machine although nobody has to log in.")
  private boolean allowUnauthenticated;

  ServeCommand() {}

  @Override
  public Integer call() {
    return new Server(options()).run(ServeCommand::tell);
  }

  Server.ServeOptions options() {
    return new Server.ServeOptions(
        host, port, where.folder(), where.database(), allowUnauthenticated);
  }

  /** Tells the operator that the server answers, and where. */
  static void tell(Server.Started started) {
    PrintStream out = System.out;
    out.println(
        "Imprint "
            + ProgramVersion.current()
            + " answers, "
            + tenths(ManagementFactory.getRuntimeMXBean().getUptime())
            + " s after its start");
    String url = started.address().url();
    out.println("  URL       " + url);
    if (!started.address().isLoopback()) {
      out.println("  Names     " + names());
    }
    out.println("  Data      " + started.data());
    out.println("  Database  " + started.database().shown());
    out.println("  Access    " + (started.tokens() ? WITH_TOKENS : WITHOUT_TOKENS));
    out.println("  Use it from Python:");
    out.println("    import mlflow");
    out.println("    mlflow.set_tracking_uri(\"" + url + "\")");
    out.flush();
  }

  /** Without the JDK's formatter, whose tables of locales take longer than all of these lines. */
  private static String tenths(long milliseconds) {
    long rounded = (milliseconds + 50) / 100;
    return rounded / 10 + "." + rounded % 10;
  }

  /** What a request may call the server in its Host header. */
  private static String names() {
    return "localhost, private addresses"
        + ConfigProvider.getConfig()
            .getOptionalValue("imprint.allowed-hosts", String.class)
            .map(more -> ", " + more)
            .orElse("")
        + " (IMPRINT_ALLOWED_HOSTS=NAME,… admits more)";
  }
}
