package imprint.policy;

import java.util.Optional;

/**
 * What a rule found.
 *
 * @param wanted by the rule, in words
 * @param actual what was there; empty when nothing was
 * @param message a sentence for people
 * @param evidence a link
 */
record Finding(
    Outcome outcome,
    String wanted,
    Optional<Value> actual,
    String message,
    Optional<String> evidence) {

  static Finding of(boolean passes, String wanted, Value actual, String message) {
    return new Finding(
        passes ? Outcome.PASS : Outcome.FAIL,
        wanted,
        Optional.of(actual),
        message,
        Optional.empty());
  }

  static Finding of(boolean passes, String wanted, String actual, String message) {
    return of(passes, wanted, new Value.Text(actual), message);
  }

  /** What the rule asks about is not there. */
  static Finding absent(boolean passes, String wanted, String message) {
    return new Finding(
        passes ? Outcome.PASS : Outcome.FAIL, wanted, Optional.empty(), message, Optional.empty());
  }

  /** The same with a link; an empty text is none. */
  Finding at(String link) {
    return new Finding(
        outcome, wanted, actual, message, link.isEmpty() ? Optional.empty() : Optional.of(link));
  }
}
