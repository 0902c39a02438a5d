import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** The calls that prepare a measurement and check it afterwards; not themselves measured. */
final class Api {
  private final URI server;
  private final int timeoutMillis;

  /** Preparation is spread over this many connections. */
  private static final int PARALLEL = 8;

  Api(URI server, int timeoutMillis) {
    this.server = server;
    this.timeoutMillis = timeoutMillis;
  }

  Connection connect() {
    return new Connection(server, timeoutMillis);
  }

  /** Sends one request and returns what the answer says; any status but 200 and 201 is a failure. */
  Object call(Request request) {
    return answer(request, false)
        .orElseThrow(() -> new IllegalStateException(request.path() + " answered nothing"));
  }

  /** The same for something that may be missing: nothing if the status is 404. */
  Optional<Object> find(Request request) {
    return answer(request, true);
  }

  private Optional<Object> answer(Request request, boolean maybeMissing) {
    try (Connection connection = connect()) {
      int status = connection.send(request);
      if (status == 404 && maybeMissing) {
        return Optional.empty();
      }
      if (status != 200 && status != 201) {
        throw new IllegalStateException(
            request.path() + " answered " + status + ": " + connection.start());
      }
      return Optional.of(connection.length() == 0 ? "" : Json.read(connection.text()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String createExperiment(String name) {
    Object answer = call(Request.post("experiments/create", "{\"name\":\"" + name + "\"}"));
    return Json.text(answer, "experiment_id");
  }

  String createRun(String experiment) {
    Object answer = call(Request.post("runs/create", Bodies.createRun(experiment)));
    return Json.text(answer, "run", "info", "run_id");
  }

  void logBatch(CharSequence body) {
    call(Request.post("runs/log-batch", body));
  }

  /** All points of a metric; at most 25,000 are asked for. */
  List<?> history(String run, String key) {
    return Json.list(call(Request.get(Bodies.history(run, key))), "metrics");
  }

  /** Does the work for every number below {@code count}, some of them at the same time. */
  static void each(int count, IntConsumer work) {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      List<Future<?>> ends =
          IntStream.range(0, PARALLEL)
              .<Future<?>>mapToObj(
                  _ ->
                      threads.submit(
                          () -> {
                            for (int i; (i = next.getAndIncrement()) < count; ) {
                              work.accept(i);
                            }
                          }))
              .toList();
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("preparation failed: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
