package imprint.mlflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.Page;

/**
 * MLflow's own Java client. Artifacts are left out: it reaches them through the Python program
 * {@code mlflow} only, whose ways mlflow-compat covers.
 */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class JavaClientTest {
  private MlflowClient client;
  private String name;
  private String experiment;

  @BeforeEach
  void anExperiment() {
    client = new MlflowClient(ConfigProvider.getConfig().getValue("test.url", String.class));
    name = "java ü/" + UUID.randomUUID();
    experiment = client.createExperiment(name);
  }

  @AfterEach
  void closed() {
    client.close();
  }

  private String run() {
    return client.createRun(experiment).getRunId();
  }

  private static Metric point(String key, double value, long timestamp, long step) {
    return Metric.newBuilder()
        .setKey(key)
        .setValue(value)
        .setTimestamp(timestamp)
        .setStep(step)
        .build();
  }

  private static List<String> ids(Page<Run> page) {
    List<String> ids = new ArrayList<>();
    page.getItems().forEach(run -> ids.add(run.getInfo().getRunId()));
    return ids;
  }

  private static Optional<String> tag(Run run, String key) {
    return run.getData().getTagsList().stream()
        .filter(tag -> tag.getKey().equals(key))
        .map(RunTag::getValue)
        .findAny();
  }

  @Test
  void anExperimentIsFoundByItsIdAndItsName() {
    client.setExperimentTag(experiment, "team", "vision");
    Experiment found = client.getExperiment(experiment);
    assertEquals(name, found.getName());
    assertEquals("mlflow-artifacts:/" + experiment, found.getArtifactLocation());
    assertEquals(
        List.of(ExperimentTag.newBuilder().setKey("team").setValue("vision").build()),
        found.getTagsList());
    assertEquals(Optional.of(found), client.getExperimentByName(name));
    assertEquals(Optional.empty(), client.getExperimentByName(name + " not"));
  }

  @Test
  void anExperimentIsRenamedDeletedAndRestored() {
    client.renameExperiment(experiment, name + " again");
    assertEquals(name + " again", client.getExperiment(experiment).getName());
    client.deleteExperiment(experiment);
    assertEquals("deleted", client.getExperiment(experiment).getLifecycleStage());
    String filter = "name = '" + name + " again'";
    assertEquals(List.of(), client.searchExperiments(filter).getItems());
    client.restoreExperiment(experiment);
    assertEquals("active", client.getExperiment(experiment).getLifecycleStage());
    assertEquals(
        List.of(client.getExperiment(experiment)), client.searchExperiments(filter).getItems());
  }

  @Test
  void aRunKeepsWhatIsLogged() {
    String run =
        client
            .createRun(
                CreateRun.newBuilder()
                    .setExperimentId(experiment)
                    .setRunName("first")
                    .setUserId("ada")
                    .setStartTime(1_700_000_000_123L)
                    .addTags(RunTag.newBuilder().setKey("from").setValue("java"))
                    .build())
            .getRunId();
    client.logParam(run, "depth", "7");
    client.logMetric(run, "loss", 0.1 + 0.2, 1_700_000_000_456L, Long.MAX_VALUE);
    client.setTag(run, "gone", "soon");
    client.deleteTag(run, "gone");

    Run got = client.getRun(run);
    assertEquals(experiment, got.getInfo().getExperimentId());
    assertEquals(run, got.getInfo().getRunId());
    assertEquals(run, got.getInfo().getRunUuid());
    assertEquals("first", got.getInfo().getRunName());
    assertEquals("ada", got.getInfo().getUserId());
    assertEquals(1_700_000_000_123L, got.getInfo().getStartTime());
    assertEquals(RunStatus.RUNNING, got.getInfo().getStatus());
    assertEquals(
        "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts",
        got.getInfo().getArtifactUri());
    assertEquals(
        List.of(Param.newBuilder().setKey("depth").setValue("7").build()),
        got.getData().getParamsList());
    assertEquals(
        List.of(point("loss", 0.1 + 0.2, 1_700_000_000_456L, Long.MAX_VALUE)),
        got.getData().getMetricsList());
    assertEquals(Optional.of("java"), tag(got, "from"));
    assertEquals(Optional.of("first"), tag(got, "mlflow.runName"));
    assertEquals(Optional.empty(), tag(got, "gone"));
  }

  @Test
  void aBatchAndItsHistoryComeBackBitForBit() {
    String run = run();
    List<Metric> points =
        List.of(
            point("m", Double.MIN_VALUE, 1, -1),
            point("m", 0.1 + 0.2, 1, 0),
            point("m", Double.MAX_VALUE, 2, 1),
            point("m", Double.NEGATIVE_INFINITY, 2, 2),
            point("m", Double.POSITIVE_INFINITY, 2, 3),
            point("m", Double.NaN, 3, 4));
    List<Metric> shuffled = new ArrayList<>(points.reversed());
    client.logBatch(
        run,
        shuffled,
        List.of(Param.newBuilder().setKey("p").setValue("ü\n🦉").build()),
        List.of(RunTag.newBuilder().setKey("t").setValue("v").build()));
    assertEquals(points, client.getMetricHistory(run, "m"));
    Run got = client.getRun(run);
    assertEquals(List.of(point("m", Double.NaN, 3, 4)), got.getData().getMetricsList());
    assertEquals("ü\n🦉", got.getData().getParams(0).getValue());
    assertEquals(Optional.of("v"), tag(got, "t"));
    assertEquals(List.of(), client.getMetricHistory(run, "none"));
    // the client sends the sign of zero and loses it reading, so the answer itself is looked at
    client.logMetric(run, "zero", -0.0);
    String answer = client.sendGet("metrics/get-history?run_id=" + run + "&metric_key=zero");
    assertTrue(answer.contains("\"value\":-0.0"), answer);
  }

  @Test
  void searchFiltersOrdersAndPages() {
    List<String> runs =
        IntStream.range(0, 7)
            .mapToObj(
                i -> {
                  String run = run();
                  client.logMetric(run, "score", i, 1, 0);
                  client.logParam(run, "odd", String.valueOf(i % 2 == 1));
                  return run;
                })
            .toList();
    List<String> experiments = List.of(experiment);
    List<String> order = List.of("metrics.score DESC");
    assertEquals(
        List.of(runs.get(5)),
        ids(
            client.searchRuns(
                experiments,
                "metrics.score > 3 and params.odd = 'true'",
                ViewType.ACTIVE_ONLY,
                3)));

    List<String> found = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Page<Run> page = client.searchRuns(experiments, "", ViewType.ACTIVE_ONLY, 3, order);
    while (true) {
      sizes.add(page.getPageSize());
      found.addAll(ids(page));
      if (!page.hasNextPage()) {
        break;
      }
      page = page.getNextPage();
    }
    assertEquals(runs.reversed(), found);
    assertEquals(List.of(3, 3, 1), sizes);
  }

  @Test
  void aRunEndsAndMayBeDeletedAndRestored() {
    String run = run();
    client.setTerminated(run, RunStatus.FAILED, 1_700_000_001_000L);
    assertEquals(RunStatus.FAILED, client.getRun(run).getInfo().getStatus());
    assertEquals(1_700_000_001_000L, client.getRun(run).getInfo().getEndTime());
    client.setTerminated(run);
    assertEquals(RunStatus.FINISHED, client.getRun(run).getInfo().getStatus());
    assertTrue(client.getRun(run).getInfo().getEndTime() > 1_700_000_001_000L);

    client.deleteRun(run);
    assertEquals("deleted", client.getRun(run).getInfo().getLifecycleStage());
    assertEquals(List.of(), client.listRunInfos(experiment));
    assertThrows(MlflowHttpException.class, () -> client.logMetric(run, "m", 1));
    client.restoreRun(run);
    assertEquals(List.of(client.getRun(run).getInfo()), client.listRunInfos(experiment));
  }

  @Test
  void theFluentContextStartsChildRuns() {
    MlflowContext context = new MlflowContext(client).setExperimentName(name);
    assertEquals(experiment, context.getExperimentId());
    ActiveRun parent = context.startRun("parent");
    ActiveRun child = context.startRun("child", parent.getId());
    child.logMetric("m", 2.5, 3);
    child.endRun();
    Run got = client.getRun(child.getId());
    assertEquals(Optional.of(parent.getId()), tag(got, "mlflow.parentRunId"));
    assertEquals(RunStatus.FINISHED, got.getInfo().getStatus());
    assertEquals(3, got.getData().getMetrics(0).getStep());
    assertFalse(client.getRun(parent.getId()).getInfo().hasEndTime());
  }

  @Test
  void refusalsArriveWithTheirCode() {
    MlflowHttpException missing =
        assertThrows(MlflowHttpException.class, () -> client.getRun("none"));
    assertEquals(404, missing.getStatusCode());
    assertTrue(missing.getBodyMessage().contains("RESOURCE_DOES_NOT_EXIST"));
    MlflowHttpException taken =
        assertThrows(MlflowHttpException.class, () -> client.createExperiment(name));
    assertEquals(400, taken.getStatusCode());
    assertTrue(taken.getBodyMessage().contains("RESOURCE_ALREADY_EXISTS"));
    String run = run();
    client.logParam(run, "p", "a");
    MlflowHttpException changed =
        assertThrows(MlflowHttpException.class, () -> client.logParam(run, "p", "b"));
    assertEquals(400, changed.getStatusCode());
    assertTrue(changed.getBodyMessage().contains("INVALID_PARAMETER_VALUE"));
    MlflowHttpException syntax =
        assertThrows(
            MlflowHttpException.class,
            () -> client.searchRuns(List.of(experiment), "metrics.m >", ViewType.ALL, 5));
    assertEquals(400, syntax.getStatusCode());
  }
}
