package imprint.policy;

import imprint.policy.CandidateFacts.CheckFacts;
import imprint.policy.CandidateFacts.DatasetFacts;
import imprint.policy.CandidateFacts.FileFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A candidate and its model, to be changed by a test before it is judged. */
final class SampleFacts {
  static final PolicyParser PARSER = new PolicyParser();

  final Map<String, String> params = new HashMap<>(Map.of("framework", "sklearn", "depth", "5"));
  final Map<String, String> tags = new HashMap<>(Map.of("reviewed", "true"));
  final Map<String, Double> metrics = new HashMap<>(Map.of("auc", 0.93, "f1", 0.81));
  List<Metrics.OnDataset> onDatasets = List.of();
  List<FileFacts> files =
      List.of(new FileFacts("model/MLmodel", 900), new FileFacts("model/model.bin", 5_000_000));
  boolean hasSignature = true;
  List<DatasetFacts> datasets =
      List.of(
          new DatasetFacts(
              "iris", "d1", "training", Optional.of(true), Optional.of(Duration.ofDays(10))));
  List<CheckFacts> checks =
      List.of(new CheckFacts("unit-tests", "passed", "https://ci.example.org/1", "ci"));
  final Map<String, ChannelFacts> channels = new LinkedHashMap<>();
  OptionalInt number = OptionalInt.of(7);
  Optional<Facts.Bump> bump = Optional.empty();
  Instant now = Instant.parse("2026-11-21T12:00:00Z");
  boolean isRollback;
  int filesAsked;
  int channelsAsked;

  SampleFacts() {
    channels.put("dev", new ChannelFacts("dev", Optional.empty()));
    hold("staging", 7, Duration.ofHours(30), Map.of("auc", 0.93));
    hold("production", 5, Duration.ofDays(20), Map.of("auc", 0.928));
  }

  void hold(String channel, int number, Duration since, Map<String, Double> metrics) {
    channels.put(
        channel,
        new ChannelFacts(
            channel,
            Optional.of(
                new ChannelFacts.Held(
                    number,
                    "1." + number + ".0",
                    now.minus(since),
                    Metrics.of(metrics),
                    "/versions/" + number))));
  }

  Facts facts() {
    CandidateFacts candidate =
        new CandidateFacts(
            "run1",
            "blue-fox-1",
            "FINISHED",
            "anna",
            params,
            tags,
            new Metrics(metrics, () -> onDatasets),
            () -> {
              filesAsked++;
              return files;
            },
            hasSignature,
            () -> datasets,
            () -> checks);
    return new Facts(
        candidate,
        number,
        bump,
        () -> {
          channelsAsked++;
          return channels;
        },
        now,
        isRollback);
  }

  /** The one rule of a policy as it was judged. */
  Verdict.RuleVerdict judge(String rule) {
    return verdict("rules:\n  - " + rule.replace("\n", "\n    ")).rules().getFirst();
  }

  Outcome outcome(String rule) {
    return judge(rule).outcome();
  }

  Verdict verdict(String policy) {
    return new Judge().judge(List.of(applied("model", policy)), facts(), Waivers.NONE);
  }

  static AppliedPolicy applied(String scope, String policy) {
    return new AppliedPolicy(scope, 1, PARSER.parse(policy, PolicyFormat.YAML));
  }
}
