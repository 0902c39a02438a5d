package imprint.promotion;

import imprint.failure.Failure;
import imprint.policy.Outcome;
import imprint.policy.Waivers;
import imprint.project.Scope;
import imprint.registry.LockedModel;
import imprint.registry.Models;
import imprint.registry.Provenance;
import imprint.tracking.Candidate;
import imprint.tracking.ExperimentId;
import imprint.tracking.SearchCandidates;
import imprint.tracking.SearchRequest;
import imprint.tracking.ViewType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks among the newest candidates of the same experiment for those that would pass today. */
@ApplicationScoped
class NearestCandidates {
  private static final int LOOKED_AT = 20;
  private static final int SHOWN = 3;

  private final SearchCandidates searches;
  private final Subjects subjects;
  private final Judging judging;
  private final Models models;

  NearestCandidates(SearchCandidates searches, Subjects subjects, Judging judging, Models models) {
    this.searches = searches;
    this.subjects = subjects;
    this.judging = judging;
    this.models = models;
  }

  List<PromotionAnswer.Nearest> find(Scope scope, PromotionRequest request, Subject refused) {
    Provenance.OfExperiment experiment = refused.provenance().experiment();
    if (experiment == null) {
      return List.of();
    }
    List<Candidate> others = new ArrayList<>();
    searches
        .search(
            scope,
            List.of(ExperimentId.parse(experiment.id())),
            new SearchRequest("", List.of(), ViewType.ACTIVE_ONLY, LOOKED_AT, Optional.empty()))
        .forEach(
            candidate -> {
              if (!candidate.runId().value().equals(refused.source().runId())) {
                others.add(candidate);
              }
            });
    // It is only looked at: no version gets a number.
    LockedModel model = new LockedModel(models.id(scope, request.model()), request.model(), 0);
    List<PromotionAnswer.Nearest> passing = new ArrayList<>();
    for (Candidate candidate : others) {
      if (passing.size() < SHOWN && passes(scope, model, request, candidate)) {
        passing.add(new PromotionAnswer.Nearest(candidate.runId().value(), candidate.name()));
      }
    }
    return passing;
  }

  private boolean passes(
      Scope scope, LockedModel model, PromotionRequest request, Candidate candidate) {
    PromotionRequest same =
        new PromotionRequest(
            request.model(),
            candidate.runId().value(),
            null,
            request.path(),
            null,
            request.bump(),
            request.channel(),
            null,
            null,
            List.of(),
            null,
            true);
    try {
      Subject subject = subjects.ofCandidate(scope, candidate.runId().value(), request.path());
      return judging.of(scope, model, same, subject, Waivers.NONE).verdict().outcome()
          != Outcome.FAIL;
    } catch (Failure.Missing | Failure.Refused | Failure.Invalid withoutFiles) {
      return false;
    }
  }
}
