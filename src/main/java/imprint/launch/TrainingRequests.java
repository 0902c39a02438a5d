package imprint.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a few small trainings ask a tracking server, in a few seconds. Only the exercise matters, so
 * answers are not judged; add a line for each endpoint that should be fast from its first request.
 */
final class TrainingRequests {
  private static final int ROUNDS = 40;
  private static final Duration BUDGET = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long START = 1_700_000_000_000L;

  private final HttpClient client;
  private final String url;
  private final ObjectMapper mapper = new ObjectMapper();

  TrainingRequests(HttpClient client, String url) {
    this.client = client;
    this.url = url;
  }

  /** Sends everything, or what fits in twenty seconds. */
  void send() {
    Instant deadline = Instant.now().plus(BUDGET);
    for (int round = 0; round < ROUNDS && Instant.now().isBefore(deadline); round++) {
      rehearse(round);
    }
  }

  private void rehearse(int round) {
    List.of("/health", "/version", "/api/3.0/mlflow/server-info", "/").forEach(this::get);
    String name = "rehearsal-" + round;
    post("experiments/create", Map.of("name", name));
    String experiment =
        get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=" + name)
            .at("/experiment/experiment_id")
            .asText("0");
    get("/api/2.0/mlflow/experiments/get?experiment_id=" + experiment);
    post("experiments/search", Map.of("max_results", 100, "filter", "name LIKE 'rehearsal%'"));
    String run =
        post(
                "runs/create",
                Map.of("experiment_id", experiment, "run_name", name, "start_time", START))
            .at("/run/info/run_id")
            .asText("none");
    log(run);
    store(experiment, run);
    read(run);
    search(experiment);
    refused(run);
  }

  private void log(String run) {
    post("runs/log-parameter", Map.of("run_id", run, "key", "depth", "value", "3"));
    post("runs/set-tag", Map.of("run_id", run, "key", "kind", "value", "rehearsal"));
    for (int step = 0; step < 5; step++) {
      post("runs/log-metric", with(metric("loss", step), "run_id", run));
    }
    post(
        "runs/log-batch",
        Map.of(
            "run_id", run,
            "metrics", IntStream.range(0, 100).mapToObj(i -> metric("m" + i % 10, i)).toList(),
            "params", List.of(Map.of("key", "rate", "value", "0.1")),
            "tags", List.of(Map.of("key", "stage", "value", "first"))));
    Map<String, String> dataset =
        Map.of("name", "d", "digest", "x", "source_type", "local", "source", "s");
    post("runs/log-inputs", Map.of("run_id", run, "datasets", List.of(Map.of("dataset", dataset))));
    post("runs/update", Map.of("run_id", run, "status", "FINISHED", "end_time", START + 1));
  }

  private void store(String experiment, String run) {
    String file =
        "/api/2.0/mlflow-artifacts/artifacts/" + experiment + "/" + run + "/artifacts/note.txt";
    send("PUT", file, "text/plain", "some text");
    get(file);
    get("/api/2.0/mlflow/artifacts/list?run_id=" + run);
  }

  private void read(String run) {
    get("/api/2.0/mlflow/runs/get?run_id=" + run);
    get("/api/2.0/mlflow/metrics/get-history?metric_key=loss&run_id=" + run);
    get("/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?metric_key=m1&run_ids=" + run);
  }

  private void search(String experiment) {
    post("runs/search", Map.of("experiment_ids", List.of(experiment)));
    post(
        "runs/search",
        Map.of(
            "experiment_ids",
            List.of(experiment),
            "filter",
            "metrics.loss < 1 and params.rate = '0.1' and tags.stage LIKE 'f%'",
            "order_by",
            List.of("metrics.loss DESC", "attributes.start_time ASC"),
            "max_results",
            100));
    post("logged-models/search", Map.of("experiment_ids", List.of(experiment)));
  }

  private void refused(String run) {
    post("runs/log-metric", Map.of("run_id", run, "key", "loss", "value", "wrong"));
    post("runs/search", Map.of("experiment_ids", List.of("0"), "filter", "metrics.loss <"));
    get("/api/2.0/mlflow/unknown");
  }

  private static Map<String, Object> metric(String key, int step) {
    return Map.of("key", key, "value", step + 0.5, "timestamp", START + step, "step", step);
  }

  private static Map<String, Object> with(Map<String, Object> body, String key, Object value) {
    Map<String, Object> extended = new java.util.HashMap<>(body);
    extended.put(key, value);
    return extended;
  }

  private JsonNode get(String path) {
    return send("GET", path, "application/json", "");
  }

  private JsonNode post(String endpoint, Map<String, Object> body) {
    return send(
        "POST",
        "/api/2.0/mlflow/" + endpoint,
        "application/json",
        mapper.valueToTree(body).toString());
  }

  private JsonNode send(String method, String path, String type, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Content-Type", type)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      return mapper.readTree(client.send(request, BodyHandlers.ofString()).body());
    } catch (IOException e) {
      return mapper.createObjectNode(); // not JSON, or no answer: the exercise goes on
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return mapper.createObjectNode();
    }
  }
}
