package imprint.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code postmaster.pid}, by which a running PostgreSQL marks its folder. Line 1 is the process,
 * line 8 its state (PostgreSQL's {@code miscadmin.h}, {@code LOCK_FILE_LINE_*}).
 */
final class PostmasterFile {
  private static final int PROCESS_LINE = 0;
  private static final int STATE_LINE = 7;
  private static final Path LINUX_PROCESSES = Path.of("/proc/self");

  private final Path cluster;
  private final Path file;

  PostmasterFile(Path cluster) {
    this.cluster = cluster;
    this.file = cluster.resolve("postmaster.pid");
  }

  /** Whether the server of this folder accepts connections. */
  boolean ready() {
    List<String> lines = lines();
    return lines.size() > STATE_LINE && lines.get(STATE_LINE).strip().equals("ready");
  }

  /**
   * Leaves the folder without a server. The caller holds the lock of the data folder, so whatever
   * runs there was orphaned by a killed Imprint: it is stopped. When nothing of ours runs under the
   * number in the file (a new boot or container hands numbers out again), the file is removed, for
   * PostgreSQL would take any process of that number for a living server and refuse.
   */
  void clear(PostgresPrograms programs) {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      return;
    }
    Optional<ProcessHandle> orphan = process(lines).filter(this::servesThisFolder);
    if (orphan.isPresent()) {
      PostgresPrograms.Result result = programs.stopServer(cluster);
      if (result.exitCode() == 0) {
        return;
      }
      // it may have been killed a moment ago and have died before it could be asked to stop
      if (orphan.filter(this::servesThisFolder).isPresent()) {
        throw new Refusal(
            "A PostgreSQL left behind in " + cluster + " does not stop: " + result.reason());
      }
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new Refusal("Cannot remove " + file + " (" + DataFolder.reason(e) + ").");
    }
  }

  private static Optional<ProcessHandle> process(List<String> lines) {
    try {
      return ProcessHandle.of(Long.parseLong(lines.get(PROCESS_LINE).strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * On Linux a process that shows no arguments is dead, only not yet buried by its parent.
   * Elsewhere it may hide them, and counts as serving: stopping looks once more.
   */
  private boolean servesThisFolder(ProcessHandle process) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(cluster.toString()))
        .orElseGet(() -> process.isAlive() && !Files.isDirectory(LINUX_PROCESSES));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
