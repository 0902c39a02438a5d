import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What was sent and acknowledged, to be held against what the server has kept. */
final class Ledger {
  private final Map<String, List<Batch>> runs = new ConcurrentHashMap<>();
  private final Map<String, Integer> failures = new TreeMap<>();

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicInteger partial = new AtomicInteger();
  private final AtomicInteger kept = new AtomicInteger();
  private final AtomicInteger latestWrong = new AtomicInteger();

  /** A run's list is only written by the one writer that created the run. */
  void add(Batch batch) {
    runs.computeIfAbsent(batch.run(), _ -> new ArrayList<>()).add(batch);
    sent.incrementAndGet();
    if (batch.acknowledged()) {
      acknowledged.incrementAndGet();
    }
  }

  synchronized void failure(String kind) {
    failures.merge(kind, 1, Integer::sum);
  }

  /** Reads every run back. */
  void check(Api api) {
    List<String> ids = List.copyOf(runs.keySet());
    Api.each(ids.size(), i -> check(api, ids.get(i)));
  }

  boolean isClean() {
    return lost.get() == 0 && partial.get() == 0 && latestWrong.get() == 0;
  }

  int acknowledged() {
    return acknowledged.get();
  }

  int lost() {
    return lost.get();
  }

  int partial() {
    return partial.get();
  }

  /** The rest of what is known, for whoever looks into a failure. */
  synchronized String details() {
    return "RUNS=%d SENT=%d UNACKED_KEPT_WHOLE=%d LATEST_WRONG=%d FAILURES=%s"
        .formatted(runs.size(), sent.get(), kept.get(), latestWrong.get(), failures);
  }

  private void check(Api api, String run) {
    Optional<Object> answer = api.find(Request.get("runs/get?run_id=" + run));
    if (answer.isEmpty()) {
      // An acknowledged run that is gone takes all its batches along.
      runs.get(run).forEach(batch -> count(batch, 0));
      return;
    }
    List<Map<Long, Double>> histories = new ArrayList<>();
    for (int key = 0; key < Batch.KEYS; key++) {
      Map<Long, Double> history = new HashMap<>();
      for (Object point : api.history(run, "m" + key)) {
        history.put((long) Json.number(point, "step"), Json.number(point, "value"));
      }
      histories.add(history);
    }
    Object data = Json.at(answer.get(), "run", "data");
    Map<String, String> params = pairs(Json.list(data, "params"));
    Map<String, String> tags = pairs(Json.list(data, "tags"));
    for (Batch batch : runs.get(run)) {
      count(batch, batch.found(histories, params, tags));
    }
    Map<String, Long> latest = new HashMap<>();
    for (Object metric : Json.list(data, "metrics")) {
      latest.put(Json.text(metric, "key"), (long) Json.number(metric, "step"));
    }
    for (int key = 0; key < Batch.KEYS; key++) {
      Long newest = histories.get(key).keySet().stream().max(Long::compare).orElse(null);
      if (!Objects.equals(newest, latest.get("m" + key))) {
        latestWrong.incrementAndGet();
      }
    }
  }

  private void count(Batch batch, int found) {
    boolean whole = found == batch.size();
    if (batch.acknowledged() && !whole) {
      lost.incrementAndGet();
    }
    if (found > 0 && !whole) {
      partial.incrementAndGet();
    }
    if (!batch.acknowledged() && whole) {
      kept.incrementAndGet();
    }
  }

  private static Map<String, String> pairs(List<?> elements) {
    Map<String, String> pairs = new HashMap<>();
    for (Object element : elements) {
      pairs.put(Json.text(element, "key"), Json.text(element, "value"));
    }
    return pairs;
  }
}
