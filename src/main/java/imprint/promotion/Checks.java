package imprint.promotion;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.tracking.Candidates;
import imprint.tracking.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Checks of candidates. Reports are kept for ever; of those of one name the newest counts. */
@ApplicationScoped
public class Checks {
  /** Checks that one request may report. */
  static final int MOST = 50;

  private final CheckStore store;
  private final Candidates candidates;
  private final WaitingPromotions waiting;

  Checks(CheckStore store, Candidates candidates, WaitingPromotions waiting) {
    this.store = store;
    this.candidates = candidates;
    this.waiting = waiting;
  }

  /**
   * Keeps reports about a candidate, and judges again its promotions that wait; answers the newest
   * of each name.
   */
  public List<Check> report(Scope scope, String runId, List<Check> checks) {
    keep(scope, runId, checks);
    waiting.reconsider(scope, runId);
    return store.newest(scope, runId);
  }

  /** Keeps reports that come along with a promotion of their candidate. */
  void keep(Scope scope, String runId, List<Check> checks) {
    requireValid(checks);
    var _ = candidates.get(scope, new RunId(runId));
    store.add(scope, runId, checks);
  }

  /** The newest report of each name. */
  public List<Check> newest(Scope scope, String runId) {
    return store.newest(scope, runId);
  }

  static void requireValid(List<Check> checks) {
    if (checks.size() > MOST) {
      throw new Failure.Invalid("checks", "'checks' holds at most " + MOST + " entries.");
    }
    for (int i = 0; i < checks.size(); i++) {
      checks.get(i).check("checks[" + i + "].");
    }
  }
}
