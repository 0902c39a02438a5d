package imprint.policy;

/** How the text of a policy is written. */
public enum PolicyFormat {
  YAML,
  JSON
}
