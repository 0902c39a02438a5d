package imprint.tracking;

import imprint.failure.Failure;
import org.jspecify.annotations.Nullable;

/** Steps from {@code first} to {@code last}, both included. */
public record StepInterval(long first, long last) {
  /** Every step. */
  public static final StepInterval ALL = new StepInterval(Long.MIN_VALUE, Long.MAX_VALUE);

  public StepInterval {
    if (first > last) {
      throw new Failure.Invalid(
          "end_step",
          "end_step must be greater than start_step. Found start_step="
              + first
              + " and end_step="
              + last
              + ".");
    }
  }

  /** The interval between two optional ends, of which either both or none are given. */
  public static StepInterval of(@Nullable Long first, @Nullable Long last) {
    if (first == null && last == null) {
      return ALL;
    }
    if (first == null || last == null) {
      throw new Failure.Invalid(
          "start_step", "If either start step or end step are specified, both must be specified.");
    }
    return new StepInterval(first, last);
  }
}
