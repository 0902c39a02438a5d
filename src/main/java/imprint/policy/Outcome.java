package imprint.policy;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a rule, or all of them, came out. */
public enum Outcome {
  @JsonProperty("pass")
  PASS,
  @JsonProperty("fail")
  FAIL,
  /** Did not pass, and somebody who may said that it need not. */
  @JsonProperty("waived")
  WAIVED,
  /** Not known yet: a check that runs or, for the whole, an approval that is missing. */
  @JsonProperty("pending")
  PENDING,
  /** The rule's condition does not hold here. */
  @JsonProperty("skipped")
  SKIPPED
}
