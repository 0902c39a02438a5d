import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server that is started by a command, killed without warning, and started again. */
final class Server {
  private final List<String> command;
  private final Path data;
  private final Path log;
  private final Api api;
  private Process process;

  /**
   * @param data the folder in or under which its PostgreSQL keeps its data
   */
  Server(List<String> command, URI address, Path data, Path log) {
    this.command = command;
    this.data = data;
    this.log = log;
    this.api = new Api(address, 10_000);
  }

  /**
   * Starts it and waits until it answers from its database.
   *
   * @return milliseconds from the command to that answer
   */
  long start(int limitSeconds) {
    long began = System.nanoTime();
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!answers()) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);
      if (!process.isAlive() || seconds >= limitSeconds) {
        String end = process.isAlive() ? "does not answer" : "ended with " + process.exitValue();
        throw new IllegalStateException(
            "the server %s after %d s; its log ends with: %s".formatted(end, seconds, lastLines()));
      }
      Storm.sleep(10);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  /**
   * Kills every process of the server with SIGKILL.
   *
   * @param database whether its PostgreSQL dies with it
   * @return the processes, which may take a moment to disappear
   */
  List<ProcessHandle> kill(boolean database) {
    List<ProcessHandle> postgres =
        postmaster().stream().flatMap(Server::tree).filter(ProcessHandle::isAlive).toList();
    List<ProcessHandle> doomed = new ArrayList<>();
    tree(process.toHandle()).filter(member -> !postgres.contains(member)).forEach(doomed::add);
    if (database) {
      doomed.addAll(postgres);
    }
    doomed.forEach(ProcessHandle::destroyForcibly);
    return doomed;
  }

  /**
   * Waits until the operating system has forgotten these processes, 10 s at most. Where orphans are
   * reaped late, a dead postmaster stays listed for seconds, and PostgreSQL takes it for a live
   * one.
   */
  static void awaitEnd(List<ProcessHandle> doomed) {
    for (int i = 0; i < 1000 && doomed.stream().anyMatch(ProcessHandle::isAlive); i++) {
      Storm.sleep(10);
    }
  }

  /** Asks it to end, insists after a while, and takes along a PostgreSQL it left behind. */
  void stop() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        kill(false);
      }
    } catch (InterruptedException e) {
      kill(false);
    }
    postmaster().ifPresent(ProcessHandle::destroy);
  }

  private boolean answers() {
    try {
      api.call(Request.get("experiments/get?experiment_id=0"));
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Optional<ProcessHandle> postmaster() {
    try (Stream<Path> files = Files.walk(data, 4)) {
      Optional<Path> file = files.filter(path -> path.endsWith("postmaster.pid")).findFirst();
      if (file.isEmpty()) {
        return Optional.empty();
      }
      return ProcessHandle.of(Long.parseLong(Files.readAllLines(file.get()).getFirst().strip()));
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while a database runs or starts.
      return Optional.empty();
    }
  }

  private static Stream<ProcessHandle> tree(ProcessHandle root) {
    return Stream.concat(Stream.of(root), root.descendants());
  }

  private String lastLines() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "(unreadable)";
    }
  }
}
