package imprint.promotion;

import org.jspecify.annotations.Nullable;

/**
 * Whose policy it is.
 *
 * @param model the model's name; null for the project's own policy
 * @param channel null for that of the whole model
 */
public record PolicyScope(@Nullable String model, @Nullable String channel) {
  /** The project's own. */
  public static final PolicyScope PROJECT = new PolicyScope(null, null);

  /** As verdicts name it: {@code project}, {@code model}, {@code channel:production}. */
  public String word() {
    if (model == null) {
      return "project";
    }
    return channel == null ? "model" : "channel:" + channel;
  }
}
