package imprint.policy;

import java.util.Map;

/**
 * What people said need not pass.
 *
 * @param byRule the waiver of each rule, by the id that the verdict gave the rule
 */
public record Waivers(Map<String, Waiver> byRule) {
  public static final Waivers NONE = new Waivers(Map.of());

  /** Who waived and why. */
  public record Waiver(String actor, String role, String reason) {}
}
