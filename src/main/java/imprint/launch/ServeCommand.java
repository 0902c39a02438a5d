package imprint.launch;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code imprint serve}. */
@Command(
    name = "serve",
    description = "Serve the MLflow API until told to stop (Ctrl-C or SIGTERM).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
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

  @Option(
      names = "--data",
      description = "Folder that holds everything (IMPRINT_DATA; data beside the launcher).")
  private @Nullable Path data;

  @Option(
      names = "--database-url",
      description = {
        "PostgreSQL to use instead of the one inside (IMPRINT_DATABASE_URL, better for",
        "passwords; also IMPRINT_DATABASE_USER and IMPRINT_DATABASE_PASSWORD):",
        "postgresql://user:password@host:5432/database or a jdbc:postgresql: URL."
      })
  private @Nullable String databaseUrl;

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

  private Server.ServeOptions options() {
    Path folder =
        Optional.ofNullable(data)
            .or(() -> environment("IMPRINT_DATA").map(Path::of))
            .orElseGet(() -> Path.of(environment("IMPRINT_HOME").orElse(""), "data"));
    Optional<DatabaseUrl> database =
        Optional.ofNullable(databaseUrl)
            .or(() -> environment("IMPRINT_DATABASE_URL"))
            .map(
                text ->
                    DatabaseUrl.parse(
                        text,
                        environment("IMPRINT_DATABASE_USER"),
                        environment("IMPRINT_DATABASE_PASSWORD")));
    return new Server.ServeOptions(host, port, folder, database, allowUnauthenticated);
  }

  /** A variable set to nothing counts as not set, as compose files pass them. */
  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  private static void tell(ListenAddress address, Path data, DatabaseUrl database) {
    PrintStream out = System.out;
    double seconds = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    out.printf(
        Locale.ROOT,
        "Imprint %s answers, %.1f s after its start%n",
        ProgramVersion.current(),
        seconds);
    out.println("  URL       " + address.url());
    out.println("  Data      " + data);
    out.println("  Database  " + database.shown());
    out.println("  Use it from Python:");
    out.println("    import mlflow");
    out.println("    mlflow.set_tracking_uri(\"" + address.url() + "\")");
    out.flush();
  }
}
