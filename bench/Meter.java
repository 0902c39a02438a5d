import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/**
 * Drives a number of connections without pause for a bounded time and count. The rate counts the
 * answers that arrive within the window; the latencies are those of the requests sent within it,
 * including the ones answered after its end, so that a slow server's slow answers are not lost. The
 * window stays open longer, {@value #EXTENSION_SECONDS} seconds at most, until as many answers have
 * come as there are connections.
 *
 * @param connections requests under way at the same time
 * @param warmUpSeconds load before anything is counted
 * @param windowSeconds load that is counted
 * @param limit requests sent at most, warm-up included
 */
record Meter(int connections, double warmUpSeconds, double windowSeconds, long limit) {
  private static final int EXTENSION_SECONDS = 30;
  private static final int ALONE_REQUESTS = 50;
  private static final int ALONE_SECONDS = 2;

  Measurement measure(Api api, Scenario.Load load) {
    Window window = new Window(this);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      Scenario.Task task = load.task(i);
      threads.add(Thread.ofPlatform().start(() -> window.drive(api, task)));
    }
    double generator = window.awaitEnd();
    for (Thread thread : threads) {
      join(thread);
    }
    double alone = window.alone(api, load.task(0));
    if (window.answers.get() == 0) {
      window.error("no answer in time");
    }
    String wrong = verify(load);
    if (!wrong.isEmpty()) {
      window.error("afterwards: " + wrong);
    }
    long[] sorted = window.latencies.stream().flatMapToLong(LongStream::of).sorted().toArray();
    return new Measurement(
        window.answers.get() / window.seconds(),
        millis(sorted, 0.50),
        millis(sorted, 0.99),
        alone,
        window.answers.get(),
        window.errors.get(),
        window.firstError,
        generator);
  }

  private static String verify(Scenario.Load load) {
    try {
      return load.verify();
    } catch (RuntimeException e) {
      return e.getMessage();
    }
  }

  private static double millis(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The clock, the counters and the threads' work of one measurement. */
  private static final class Window {
    private final int enough;
    private final long begin;
    private final long end;
    private final AtomicLong left;
    private final AtomicLong closed = new AtomicLong();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final ConcurrentLinkedQueue<long[]> latencies = new ConcurrentLinkedQueue<>();
    private volatile String firstError = "";

    Window(Meter meter) {
      enough = meter.connections;
      begin = System.nanoTime() + (long) (meter.warmUpSeconds * 1e9);
      end = begin + (long) (meter.windowSeconds * 1e9);
      left = new AtomicLong(meter.limit);
    }

    double seconds() {
      return (closed.get() - begin) / 1e9;
    }

    void drive(Api api, Scenario.Task task) {
      long[] taken = new long[1024];
      int count = 0;
      try (Connection connection = api.connect()) {
        while (isOpen()) {
          Request request = task.next();
          long sent = System.nanoTime();
          if (!good(connection, request, task)) {
            continue;
          }
          long now = System.nanoTime();
          if (now >= begin && closed.get() == 0) {
            answers.incrementAndGet();
          }
          if (sent >= begin) {
            taken = count == taken.length ? Arrays.copyOf(taken, 2 * count) : taken;
            taken[count++] = now - sent;
          }
        }
      }
      latencies.add(Arrays.copyOf(taken, count));
    }

    /** The median milliseconds of requests that have the server to themselves. */
    double alone(Api api, Scenario.Task task) {
      long until = System.nanoTime() + ALONE_SECONDS * 1_000_000_000L;
      long[] taken = new long[ALONE_REQUESTS];
      int count = 0;
      try (Connection connection = api.connect()) {
        for (int i = 0; i < ALONE_REQUESTS && System.nanoTime() < until; i++) {
          Request request = task.next();
          long sent = System.nanoTime();
          if (good(connection, request, task)) {
            taken[count++] = System.nanoTime() - sent;
          }
        }
      }
      long[] sorted = Arrays.copyOf(taken, count);
      Arrays.sort(sorted);
      return millis(sorted, 0.50);
    }

    /** Waits until the window is closed; returns the processors this program kept busy in it. */
    double awaitEnd() {
      sleep(Math.max(0, begin - System.nanoTime()) / 1_000_000);
      long before = processorTime();
      while (closed.get() == 0) {
        sleep(20);
      }
      return (processorTime() - before) / 1e9 / seconds();
    }

    /** Takes one request from the limit; closes the window when that or the time is used up. */
    private boolean isOpen() {
      long now = System.nanoTime();
      boolean late = now >= end + EXTENSION_SECONDS * 1_000_000_000L;
      boolean done = now >= end && answers.get() >= enough;
      if (late || done || left.getAndDecrement() <= 0) {
        closed.compareAndSet(0, Math.max(now, begin + 1));
      }
      return closed.get() == 0;
    }

    void error(String what) {
      if (errors.getAndIncrement() == 0) {
        firstError = what;
      }
    }

    private boolean good(Connection connection, Request request, Scenario.Task task) {
      try {
        int status = connection.send(request);
        String wrong = status == 200 ? task.problem(connection) : status + " " + connection.start();
        if (!wrong.isEmpty()) {
          error(wrong);
        }
        return wrong.isEmpty();
      } catch (IOException e) {
        error(e.toString());
        // A server that is gone refuses at once; trying without pause would starve its peer.
        sleep(50);
        return false;
      }
    }

    private static void sleep(long millis) {
      try {
        Thread.sleep(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException("interrupted", e);
      }
    }

    private static long processorTime() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }
  }
}
