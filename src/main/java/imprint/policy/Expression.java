package imprint.policy;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import imprint.failure.Failure;
import java.util.regex.Pattern;

/**
 * A compiled CEL expression that is true or false. It reads the facts and nothing else, and ends
 * after {@value ExpressionCompiler#MOST_ITERATIONS} rounds of its macros or {@value #MOST_STEPS}
 * steps, by count and not by clock, so that the answer is the same on a busy machine.
 */
final class Expression {
  /** Parts that are evaluated, those of every round counted again. */
  static final int MOST_STEPS = 1_000_000;

  /** How the library's messages begin. */
  private static final Pattern PLACE = Pattern.compile("^evaluation error(?: at [^ ]*)?: ");

  private final String source;
  private final CelRuntime.Program program;

  Expression(String source, CelRuntime.Program program) {
    this.source = source;
    this.program = program;
  }

  /** What came of it. */
  sealed interface Result {}

  record Answer(boolean isTrue) implements Result {}

  /** There is no answer, as when a metric it reads was not logged. */
  record Broken(String reason) implements Result {}

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }

  String source() {
    return source;
  }

  Result evaluate(Facts facts) {
    ExpressionFacts variables = new ExpressionFacts(facts, source);
    int[] steps = {0};
    try {
      Object answer =
          program.trace(
              variables::find,
              (part, value) -> {
                if (++steps[0] > MOST_STEPS) {
                  throw new TooManySteps();
                }
              });
      return new Answer(Boolean.TRUE.equals(answer));
    } catch (CelEvaluationException broken) {
      return new Broken(reason(broken));
    } catch (TooManySteps tooMany) {
      return new Broken("it takes more than %,d steps".formatted(MOST_STEPS));
    } catch (ArithmeticException | ClassCastException | IllegalArgumentException broken) {
      // What the library's functions throw for values that they were not made for.
      return new Broken(Failure.echo(broken.getMessage()));
    }
  }

  private static String reason(CelEvaluationException broken) {
    String message =
        Failure.echo(PLACE.matcher(String.valueOf(broken.getMessage())).replaceFirst(""));
    // For a missing key the library says no more than the key.
    boolean isBareKey =
        broken.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
            && !message.contains("is not present");
    return isBareKey ? "there is no '%s'".formatted(message) : message;
  }
}
