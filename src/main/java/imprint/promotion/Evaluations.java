package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.AppliedPolicy;
import imprint.policy.CandidateFacts;
import imprint.policy.Facts;
import imprint.policy.Judge;
import imprint.policy.PolicyFormat;
import imprint.policy.PolicyParser;
import imprint.policy.Verdict;
import imprint.policy.Waivers;
import imprint.project.Scope;
import imprint.registry.Channel;
import imprint.registry.Channels;
import imprint.registry.ModelVersion;
import imprint.tracking.Candidate;
import imprint.tracking.ExperimentId;
import imprint.tracking.SearchCandidates;
import imprint.tracking.SearchRequest;
import imprint.tracking.ViewType;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tries a policy without promoting: on a candidate, on an experiment, on what the channels of a
 * model hold.
 */
@ApplicationScoped
public class Evaluations {
  /** Candidates of an experiment that are looked at, the newest first. */
  public static final int MOST = 200;

  private static final String SCOPE = "tried";

  private final PolicyParser parser;
  private final Judge judge;
  private final Subjects subjects;
  private final FactsReader facts;
  private final SearchCandidates searches;
  private final Channels channels;
  private final InstantSource clock;

  Evaluations(
      PolicyParser parser,
      Judge judge,
      Subjects subjects,
      FactsReader facts,
      SearchCandidates searches,
      Channels channels,
      InstantSource clock) {
    this.parser = parser;
    this.judge = judge;
    this.subjects = subjects;
    this.facts = facts;
    this.searches = searches;
    this.channels = channels;
    this.clock = clock;
  }

  /**
   * How one thing was judged.
   *
   * @param candidate its run id; empty for none
   * @param channel the channel that holds it; null for a candidate
   * @param number the version; null for a candidate
   * @param verdict null when it could not be judged
   * @param problem why not, or null
   */
  public record Evaluation(
      String candidate,
      String name,
      @Nullable String channel,
      @Nullable Integer number,
      @Nullable Verdict verdict,
      @Nullable String problem) {}

  /**
   * Whether a candidate would pass.
   *
   * @param model whose channels {@code better_than} means; null for none
   */
  public Evaluation ofCandidate(
      Scope scope,
      String text,
      PolicyFormat format,
      String runId,
      @Nullable String path,
      @Nullable String model) {
    return ofCandidate(scope, parsed(text, format), runId, path, model);
  }

  private Evaluation ofCandidate(
      Scope scope,
      List<AppliedPolicy> policy,
      String runId,
      @Nullable String path,
      @Nullable String model) {
    Subject subject = subjects.ofCandidate(scope, runId, path);
    CandidateFacts candidate =
        facts.ofSource(scope, subject.source(), subject.provenance(), List.of());
    return new Evaluation(
        runId,
        candidate.name(),
        null,
        null,
        judged(scope, policy, candidate, OptionalInt.empty(), model),
        null);
  }

  /** What of an experiment would pass today: its newest candidates, at most 200. */
  public List<Evaluation> ofExperiment(
      Scope scope,
      String text,
      PolicyFormat format,
      String experiment,
      @Nullable String path,
      @Nullable String model) {
    List<AppliedPolicy> policy = parsed(text, format);
    List<Candidate> newest = new ArrayList<>();
    searches
        .search(
            scope,
            List.of(ExperimentId.parse(experiment)),
            new SearchRequest("", List.of(), ViewType.ACTIVE_ONLY, MOST, Optional.empty()))
        .forEach(newest::add);
    List<Evaluation> all = new ArrayList<>();
    for (Candidate candidate : newest) {
      all.add(tried(scope, policy, candidate, path, model));
    }
    return all;
  }

  private Evaluation tried(
      Scope scope,
      List<AppliedPolicy> policy,
      Candidate candidate,
      @Nullable String path,
      @Nullable String model) {
    String runId = candidate.runId().value();
    try {
      return ofCandidate(scope, policy, runId, path, model);
    } catch (Failure.Missing | Failure.Refused | Failure.Invalid withoutFiles) {
      return new Evaluation(runId, candidate.name(), null, null, null, withoutFiles.text());
    }
  }

  /** What a policy would say of what the channels of a model hold. */
  public List<Evaluation> ofChannels(Scope scope, String text, PolicyFormat format, String model) {
    List<AppliedPolicy> policy = parsed(text, format);
    List<Channel> all = channels.list(scope, model);
    Map<Long, ModelVersion> held = facts.held(all);
    List<Evaluation> evaluations = new ArrayList<>();
    for (Channel channel : all) {
      Channel.Held now = channel.held();
      ModelVersion version = now == null ? null : held.get(now.versionId());
      if (version != null) {
        CandidateFacts known = facts.ofVersion(scope, version);
        evaluations.add(
            new Evaluation(
                version.runId(),
                known.name(),
                channel.name(),
                version.number(),
                judged(scope, policy, known, OptionalInt.of(version.number()), model),
                null));
      }
    }
    return evaluations;
  }

  private Verdict judged(
      Scope scope,
      List<AppliedPolicy> policy,
      CandidateFacts candidate,
      OptionalInt number,
      @Nullable String model) {
    return judge.judge(
        policy,
        new Facts(
            candidate,
            number,
            Optional.empty(),
            () -> model == null ? Map.of() : facts.channels(scope, model),
            clock.instant(),
            false),
        Waivers.NONE);
  }

  private List<AppliedPolicy> parsed(String text, PolicyFormat format) {
    return List.of(new AppliedPolicy(SCOPE, 0, parser.parse(text, format)));
  }
}
