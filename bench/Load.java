import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Puts load on MLflow-compatible servers, one kind of request after the other and for each kind one
 * server after the other, and prints what they answered as Markdown tables.
 *
 * <pre>
 * java bench/Load.java --target NAME=URL [--target NAME=URL]
 *     [--process NAME=PID,PID]  the server's and its PostgreSQL's process, for their memory
 *     [--connections 16] [--warm-up 12] [--seconds 8] [--limit 500000] [--timeout 60]
 *     [--search 2000,10000]     runs to search over
 *     [--files 5000]            files in the folder that is listed
 *     [--model NAME]            a model that Imprint has, whose range ^1.2 is resolved; without it one is made
 *     [--only REGEX]            the kinds of request whose name it finds
 * </pre>
 *
 * Ends with 1 if any answer was wrong.
 */
final class Load {
  private static final Set<String> NAMES =
      Set.of(
          "--target",
          "--process",
          "--connections",
          "--warm-up",
          "--seconds",
          "--limit",
          "--timeout",
          "--search",
          "--files",
          "--model",
          "--only");

  private Load() {}

  public static void main(String[] arguments) {
    Options options = new Options(arguments, NAMES, Set.of());
    List<Target> targets = targets(options);
    List<Scenario> scenarios = scenarios(options);
    Meter meter =
        new Meter(
            (int) options.number("--connections", 16),
            options.number("--warm-up", 12),
            options.number("--seconds", 8),
            (long) options.number("--limit", 500_000));
    boolean wrong = false;
    for (Scenario scenario : scenarios) {
      for (Target target : targets) {
        Measurement shown = target.measure(scenario, meter);
        System.err.printf(
            "%-24s %-10s %10s/s  p50 %s  p99 %s  alone %s ms  errors %d %s%n",
            scenario.name(),
            target.name(),
            Report.figure(shown.perSecond()),
            Report.figure(shown.median()),
            Report.figure(shown.slowest()),
            Report.figure(shown.alone()),
            shown.errors(),
            shown.firstError());
        wrong |= shown.errors() > 0;
      }
    }
    System.out.print(Report.of(scenarios, targets));
    System.exit(wrong ? 1 : 0);
  }

  private static List<Target> targets(Options options) {
    Map<String, List<Long>> processes = new HashMap<>();
    for (String process : options.all("--process")) {
      String[] parts = process.split("=", 2);
      processes.put(
          parts[0],
          Arrays.stream(parts[1].split(",")).filter(p -> !p.isEmpty()).map(Long::valueOf).toList());
    }
    int timeoutMillis = (int) (options.number("--timeout", 60) * 1000);
    List<Target> targets = new ArrayList<>();
    for (String target : options.all("--target")) {
      String[] parts = target.split("=", 2);
      if (parts.length != 2 || !parts[1].startsWith("http://")) {
        Options.refuse("--target wants NAME=http://HOST:PORT, not " + target);
      }
      targets.add(
          new Target(
              parts[0],
              new Api(URI.create(parts[1]), timeoutMillis),
              processes.getOrDefault(parts[0], List.of())));
    }
    return targets.isEmpty() ? Options.refuse("--target is missing") : targets;
  }

  private static List<Scenario> scenarios(Options options) {
    String suffix = Long.toString(System.currentTimeMillis(), 36);
    List<Scenario> all = new ArrayList<>();
    all.add(Writes.createRun(suffix));
    all.add(Writes.logMetric(suffix));
    all.add(Writes.logBatch(100, suffix));
    all.add(Writes.logBatch(1000, suffix));
    all.add(Reads.getRun(suffix));
    all.add(Registry.createVersion(suffix));
    all.add(Registry.alias(suffix));
    all.add(Registry.search(suffix));
    all.add(options.last("--model").map(Registry::resolveOf).orElse(Registry.resolve(suffix)));
    all.add(Folder.list((int) options.number("--files", 5000), suffix));
    all.add(Reads.history(suffix));
    Search search = new Search(suffix);
    for (String runs : options.last("--search").orElse("2000,10000").split(",")) {
      all.add(search.over(Integer.parseInt(runs)));
    }
    Pattern only = Pattern.compile(options.last("--only").orElse(""));
    return all.stream().filter(scenario -> only.matcher(scenario.name()).find()).toList();
  }
}
