import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The memory of a process and all that descend from it, in MiB, as Linux counts it in {@code
 * /proc/PID/smaps_rollup}.
 *
 * @param resident the sum of the resident sets; memory that processes share counts once for each
 * @param proportional the sum of the proportional sets; shared memory is divided among its users
 */
record Footprint(long resident, long proportional) {
  static final Footprint NONE = new Footprint(0, 0);

  /** A tree's footprint; PostgreSQL processes are left out unless one of them is the root. */
  static Footprint of(long root) {
    Optional<ProcessHandle> process = ProcessHandle.of(root);
    if (process.isEmpty()) {
      return NONE;
    }
    boolean database = isPostgres(process.get());
    List<ProcessHandle> tree =
        Stream.concat(process.stream(), process.get().descendants())
            .filter(member -> isPostgres(member) == database)
            .toList();
    long resident = 0;
    long proportional = 0;
    for (ProcessHandle member : tree) {
      Map<String, Long> sizes = sizes(member.pid());
      resident += sizes.getOrDefault("Rss", 0L);
      proportional += sizes.getOrDefault("Pss", 0L);
    }
    return new Footprint(resident / 1024, proportional / 1024);
  }

  Footprint max(Footprint other) {
    return new Footprint(
        Math.max(resident, other.resident), Math.max(proportional, other.proportional));
  }

  @Override
  public String toString() {
    return resident == 0 ? "–" : "%,d (%,d)".formatted(resident, proportional);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return name(process.pid()).equals("postgres");
  }

  private static String name(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static Map<String, Long> sizes(long pid) {
    Map<String, Long> sizes = new HashMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        String[] words = line.split("[:\\s]+");
        if (words.length == 3 && words[2].equals("kB")) {
          sizes.put(words[0], Long.valueOf(words[1]));
        }
      }
    } catch (IOException e) {
      // The process has ended since it was listed.
      sizes.clear();
    }
    return sizes;
  }
}
