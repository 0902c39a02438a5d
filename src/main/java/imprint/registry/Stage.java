package imprint.registry;

import imprint.failure.Failure;
import java.util.Locale;
import java.util.Optional;

/** MLflow's stages of a version. {@code Staging} and {@code Production} are also channels. */
public enum Stage {
  NONE("None"),
  STAGING("Staging"),
  PRODUCTION("Production"),
  ARCHIVED("Archived");

  private final String word;

  Stage(String word) {
    this.word = word;
  }

  /** As MLflow spells it. */
  public String word() {
    return word;
  }

  /** The stage of a word in any case. */
  public static Optional<Stage> of(String word) {
    for (Stage stage : values()) {
      if (stage.word.equalsIgnoreCase(word)) {
        return Optional.of(stage);
      }
    }
    return Optional.empty();
  }

  /** Reads what a caller sent, with MLflow's words when it is no stage. */
  public static Stage parse(String word) {
    return of(word).orElseThrow(() -> unknown(word));
  }

  /** That a word is no stage, as MLflow says it. */
  public static Failure.Invalid unknown(String word) {
    return new Failure.Invalid(
        "stage",
        "Invalid Model Version stage: "
            + Failure.echo(word)
            + ". Value must be one of None, Staging, Production, Archived.");
  }

  /** The channel that this stage is, if it is one. */
  public Optional<String> channel() {
    return this == STAGING || this == PRODUCTION
        ? Optional.of(word.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /** The stage that a channel is, if it is one. */
  public static Optional<Stage> ofChannel(String channel) {
    return of(channel).filter(stage -> stage.channel().isPresent());
  }
}
