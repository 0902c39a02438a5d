package imprint.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Calls {@code initdb} and {@code pg_ctl} for one cluster folder. */
final class PostgresPrograms {
  private static final String STOP_SECONDS = "30";

  private final PostgresBinaries binaries;

  PostgresPrograms(PostgresBinaries binaries) {
    this.binaries = binaries;
  }

  /**
   * Makes a cluster: UTF-8, texts ordered by their bytes (the builtin {@code C.UTF-8}, which still
   * knows upper and lower case beyond ASCII), and no connection without a password from the first
   * moment.
   *
   * @param passwordFile holds the password of the superuser {@code postgres}
   */
  void initialise(Path cluster, Path passwordFile) {
    Result result =
        finish(
            start(
                "initdb",
                "-D",
                cluster.toString(),
                "-U",
                "postgres",
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
    if (result.exitCode() != 0) {
      throw new Refusal("PostgreSQL could not make its folder " + cluster + ": " + result.reason());
    }
  }

  /**
   * Starts the server in a session of its own: a Ctrl-C meant for us must not reach it before our
   * requests are done. The process returned ends when the server accepts connections, or with a
   * code other than 0 when it failed to.
   *
   * @param settings name → value, none of which may need quoting in a shell
   */
  Process startServer(Path cluster, Path log, Stream<String> settings) {
    return start(
        "pg_ctl",
        "start",
        "-D",
        cluster.toString(),
        "-l",
        log.toString(),
        "-o",
        settings.map(setting -> "-c " + setting).collect(Collectors.joining(" ")),
        "-w",
        "-t",
        "3600");
  }

  /**
   * Stops the server of this folder: politely, and the hard way when that takes too long.
   *
   * @return how the last attempt ended; exit code 0 when the server is gone
   */
  Result stopServer(Path cluster) {
    Result polite = stop(cluster, "fast");
    return polite.exitCode() == 0 ? polite : stop(cluster, "immediate");
  }

  private Result stop(Path cluster, String mode) {
    return finish(
        start("pg_ctl", "stop", "-D", cluster.toString(), "-m", mode, "-w", "-t", STOP_SECONDS));
  }

  private Process start(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    if (runningAsRoot()) {
      // PostgreSQL refuses root; in a user namespace of its own it has root's files but not its
      // power
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(binaries.program(program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    // an operator's settings for other PostgreSQL servers are not meant for ours
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Refusal(
          "Cannot run "
              + command.getFirst()
              + (runningAsRoot() ? ", needed to run PostgreSQL as root" : "")
              + "; start Imprint as an ordinary user or set IMPRINT_DATABASE_URL.");
    }
  }

  private static boolean runningAsRoot() {
    return new com.sun.security.auth.module.UnixSystem().getUid() == 0;
  }

  static Result finish(Process process) {
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      return new Result(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("Interrupted while waiting for PostgreSQL.");
    }
  }

  /**
   * How a program ended.
   *
   * @param output what it wrote, both streams
   */
  record Result(int exitCode, String output) {
    /** The line that says why it failed. */
    String reason() {
      return reasonIn(output);
    }
  }

  /** The first FATAL or error line of a PostgreSQL output, else its last line. */
  static String reasonIn(String output) {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.contains("FATAL:") || line.contains("error:"))
        .findFirst()
        .or(
            () ->
                lines.isEmpty()
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(lines.getLast()))
        .orElse("it said nothing");
  }
}
