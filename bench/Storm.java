import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The crash case: while writers send batches, the server is killed with SIGKILL at random moments
 * and started again; in the end everything is read back.
 *
 * <pre>
 * java bench/Storm.java --url URL --data FOLDER --log FILE [--kills 10] [--writers 8] [--all]
 *     [--first-limit 1200] [--restart-limit 20] [--seed N] -- COMMAND ...
 * </pre>
 *
 * With {@code --all} the server's PostgreSQL is killed with it. Ends with 1 if an acknowledged
 * batch is not there, or one is there in part, or the server does not come back in time.
 */
final class Storm {
  private static final Set<String> NAMES =
      Set.of(
          "--url",
          "--data",
          "--log",
          "--kills",
          "--writers",
          "--first-limit",
          "--restart-limit",
          "--seed");

  /** Batches to be acknowledged between two kills, unless that takes too long. */
  private static final int PROGRESS = 150;

  private static final int PATIENCE_SECONDS = 8;

  private final Server server;
  private final Api api;
  private final Ledger ledger = new Ledger();
  private volatile boolean up;
  private volatile boolean over;

  private Storm(Server server, Api api) {
    this.server = server;
    this.api = api;
  }

  public static void main(String[] arguments) {
    int split = Arrays.asList(arguments).indexOf("--");
    if (split < 0) {
      Options.refuse("the command that starts the server is missing after --");
    }
    List<String> command = List.of(arguments).subList(split + 1, arguments.length);
    Options options = new Options(Arrays.copyOf(arguments, split), NAMES, Set.of("--all"));
    URI url = URI.create(required(options, "--url"));
    Path data = Path.of(required(options, "--data"));
    Path log = Path.of(required(options, "--log"));
    Server server = new Server(command, url, data, log);
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
    System.exit(new Storm(server, new Api(url, 10_000)).run(options) ? 0 : 1);
  }

  private boolean run(Options options) {
    long seed = (long) options.number("--seed", System.nanoTime() % 1_000_000);
    int kills = (int) options.number("--kills", 10);
    System.err.println("seed " + seed);
    long slowest = 0;
    try {
      server.start((int) options.number("--first-limit", 1200));
      List<Thread> writers = startWriters((int) options.number("--writers", 8));
      Random random = new Random(seed);
      for (int i = 1; i <= kills; i++) {
        awaitProgress();
        sleep(random.nextInt(2000));
        List<ProcessHandle> killed = server.kill(options.has("--all"));
        up = false;
        Server.awaitEnd(killed);
        long took = server.start((int) options.number("--restart-limit", 20));
        up = true;
        slowest = Math.max(slowest, took);
        System.err.printf("kill %d: %d processes, back after %,d ms%n", i, killed.size(), took);
      }
      sleep(1000);
      over = true;
      for (Thread writer : writers) {
        writer.join();
      }
      ledger.check(api);
    } catch (IllegalStateException | InterruptedException e) {
      System.out.println("FAILED: " + e.getMessage());
      return false;
    }
    System.out.printf(
        "ACKED=%d LOST_ACKED=%d PARTIAL=%d RESTART_MAX_MS=%d%n",
        ledger.acknowledged(), ledger.lost(), ledger.partial(), slowest);
    System.out.println(ledger.details());
    return ledger.isClean() && ledger.acknowledged() > 0;
  }

  /** On a slow machine a time alone would kill the server before it has written much. */
  private void awaitProgress() {
    int before = ledger.acknowledged();
    for (int i = 0; i < PATIENCE_SECONDS * 100 && ledger.acknowledged() < before + PROGRESS; i++) {
      sleep(10);
    }
  }

  private List<Thread> startWriters(int count) {
    String experiment = api.createExperiment("storm-" + System.nanoTime());
    List<Thread> writers = new ArrayList<>();
    up = true;
    for (int i = 0; i < count; i++) {
      Writer writer = new Writer(api, experiment, ledger, () -> up, () -> over);
      writers.add(Thread.ofPlatform().daemon().start(writer));
    }
    return writers;
  }

  private static String required(Options options, String name) {
    return options.last(name).orElseGet(() -> Options.refuse(name + " is missing"));
  }

  static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
