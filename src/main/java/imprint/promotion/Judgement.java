package imprint.promotion;

import imprint.policy.Verdict;
import imprint.registry.ChosenSemver;
import java.util.List;

/**
 * How a subject was judged.
 *
 * @param policies the texts that judged
 */
record Judgement(Verdict verdict, ChosenSemver semver, List<Policies.Applying> policies) {}
