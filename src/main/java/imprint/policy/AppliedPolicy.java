package imprint.policy;

/**
 * A policy that applies to what is judged.
 *
 * @param scope of whom it is: {@code project}, {@code model} or {@code channel:production};
 *     different for all that apply
 * @param revision of its text
 */
public record AppliedPolicy(String scope, int revision, PolicyDocument document) {}
