package imprint.policy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The approvals that all policies together ask for. Each policy's own demand has to be met; one
 * approval may count for several.
 *
 * @param count the greatest of them
 * @param roles all that any of them names
 * @param notAuthor whether any of them refuses the author
 * @param expire the shortest of them, or null
 * @param each the demands, where they are more than none
 */
public record ApprovalsDemanded(
    int count,
    List<String> roles,
    @JsonProperty("not_author") boolean notAuthor,
    @Nullable Span expire,
    List<OfPolicy> each) {

  /** What one policy asks for. */
  public record OfPolicy(String scope, int count, List<String> roles) {}

  /**
   * An approval that was given.
   *
   * @param role of the actor when it was given
   */
  public record Given(String actor, String role) {}

  static ApprovalsDemanded by(List<AppliedPolicy> policies) {
    List<OfPolicy> each = new ArrayList<>();
    Set<String> roles = new LinkedHashSet<>();
    boolean notAuthor = false;
    List<Span> spans = new ArrayList<>();
    for (AppliedPolicy policy : policies) {
      Optional<PolicyDocument.Approvals> asked =
          policy.document().approvals().filter(approvals -> approvals.count() > 0);
      if (asked.isPresent()) {
        PolicyDocument.Approvals approvals = asked.get();
        each.add(new OfPolicy(policy.scope(), approvals.count(), approvals.roles()));
        roles.addAll(approvals.roles());
        notAuthor |= approvals.notAuthor();
        approvals.expire().ifPresent(spans::add);
      }
    }
    return new ApprovalsDemanded(
        each.stream().mapToInt(OfPolicy::count).max().orElse(0),
        List.copyOf(roles),
        notAuthor,
        spans.stream().min(Comparator.naturalOrder()).orElse(null),
        List.copyOf(each));
  }

  /**
   * What is still missing: the demands that are not met, each with the count that is left. Of the
   * approvals of one actor one counts; the author's do not where the author is refused.
   */
  public List<OfPolicy> missing(List<Given> given, String author) {
    List<OfPolicy> missing = new ArrayList<>();
    for (OfPolicy demand : each) {
      long met =
          given.stream()
              .filter(approval -> demand.roles().contains(approval.role()))
              .map(Given::actor)
              .filter(actor -> !(notAuthor && actor.equals(author)))
              .distinct()
              .count();
      if (met < demand.count()) {
        missing.add(new OfPolicy(demand.scope(), demand.count() - (int) met, demand.roles()));
      }
    }
    return List.copyOf(missing);
  }
}
