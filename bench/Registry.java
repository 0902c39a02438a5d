import java.util.List;
import java.util.stream.IntStream;

/** The scenarios of the model registry. */
final class Registry {
  private static final int VERSIONS = 200;
  private static final int PAGE = 100;
  private static final int APPROVED = 10;

  private Registry() {}

  /** Versions of one run's files; each connection has a model of its own. */
  static Scenario createVersion(String suffix) {
    return new Scenario(
        "create-version",
        (api, connections) -> {
          String run = api.createRun(api.createExperiment("bench-versions-" + suffix));
          List<String> bodies =
              IntStream.range(0, connections)
                  .mapToObj(i -> version(createModel(api, "bench-create-" + i + "-" + suffix), run))
                  .toList();
          return connection -> new Creating(bodies.get(connection));
        });
  }

  private record Creating(String body) implements Scenario.Task {
    @Override
    public Request next() {
      return Request.post("model-versions/create", body);
    }

    @Override
    public String problem(Connection answer) {
      return answer.text().contains("\"model_version\"") ? "" : "no version in " + answer.start();
    }
  }

  /** The version that an alias means, of 200. */
  static Scenario alias(String suffix) {
    return new Scenario(
        "version by alias",
        (api, connections) -> {
          String model = modelOfVersions(api, "bench-alias-" + suffix);
          api.call(
              Request.post(
                  "registered-models/alias",
                  "{\"name\":\"%s\",\"alias\":\"champion\",\"version\":\"150\"}".formatted(model)));
          return new Reads.Unchanging(
              api,
              Request.get("registered-models/alias?name=" + model + "&alias=champion"),
              "\"run_id\"",
              answer -> Json.text(answer, "model_version", "version").equals("150"));
        });
  }

  /** The newest 100 of a model's 200 versions. */
  static Scenario search(String suffix) {
    return new Scenario(
        "search 200 versions",
        (api, connections) -> {
          String model = modelOfVersions(api, "bench-found-" + suffix);
          List<String> newest =
              IntStream.range(0, PAGE).mapToObj(i -> String.valueOf(VERSIONS - i)).toList();
          return new Reads.Unchanging(
              api,
              Request.get(
                  "model-versions/search?max_results=%d&order_by=version_number%%20DESC&filter=name%%3D%%27%s%%27"
                      .formatted(PAGE, model)),
              "\"run_id\"",
              answer ->
                  Json.list(answer, "model_versions").stream()
                      .map(version -> Json.text(version, "version"))
                      .toList()
                      .equals(newest));
        });
  }

  /** A range of semantic versions, of 200, every tenth of them approved; MLflow knows none. */
  static Scenario resolve(String suffix) {
    return resolve(
        api -> {
          String model = modelOfVersions(api, "bench-range-" + suffix);
          for (int number = APPROVED; number <= VERSIONS; number += APPROVED) {
            api.call(
                Request.post(
                    "/api/v1/projects/default/promotions",
                    "{\"model\":\"%s\",\"version\":%d}".formatted(model, number)));
          }
          return model;
        },
        "1.199.0");
  }

  /** The same of a model that the server has already. */
  static Scenario resolveOf(String model) {
    return resolve(_ -> model, "1.");
  }

  private interface Model {
    String of(Api api);
  }

  private static Scenario resolve(Model model, String expected) {
    return Scenario.ours(
        "resolve ^1.2",
        (api, connections) ->
            new Reads.Unchanging(
                api,
                Request.get(
                    "/api/v1/projects/default/models/" + model.of(api) + "/versions/%5E1.2"),
                "\"semver\"",
                answer -> Json.text(answer, "semver").startsWith(expected)));
  }

  /** A new model whose versions 1 to 200 are 1.0.0 to 1.199.0. */
  private static String modelOfVersions(Api api, String name) {
    String experiment = api.createExperiment(name);
    String run = api.createRun(experiment);
    api.call(
        Request.put(
            "/api/2.0/mlflow-artifacts/artifacts/%s/%s/artifacts/model/MLmodel"
                .formatted(experiment, run),
            "flavors: {}"));
    String model = createModel(api, name);
    String body = version(model, run);
    for (int i = 0; i < VERSIONS; i++) {
      String tags = ",\"tags\":[" + Bodies.pair("imprint.semver", "1." + i + ".0") + "]}";
      api.call(
          Request.post("model-versions/create", body.substring(0, body.length() - 1) + tags));
    }
    return model;
  }

  private static String createModel(Api api, String name) {
    api.call(Request.post("registered-models/create", "{\"name\":\"" + name + "\"}"));
    return name;
  }

  private static String version(String model, String run) {
    return "{\"name\":\"%s\",\"source\":\"runs:/%s/model\",\"run_id\":\"%s\"}"
        .formatted(model, run, run);
  }
}
