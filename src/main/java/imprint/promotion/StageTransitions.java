package imprint.promotion;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.registry.ModelLocks;
import imprint.registry.ModelVersion;
import imprint.registry.Stage;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;

/** MLflow's transitions between stages: {@code Staging} and {@code Production} are channels. */
@ApplicationScoped
public class StageTransitions {
  private static final String REASON = "the stage was set to ";

  private final ChannelMoves moves;
  private final Versions versions;
  private final ModelLocks locks;

  StageTransitions(ChannelMoves moves, Versions versions, ModelLocks locks) {
    this.locks = locks;
    this.moves = moves;
    this.versions = versions;
  }

  /**
   * Moves a version to a stage.
   *
   * @param archiveOthers whether other versions of the stage are archived; else they have none
   * @return the version afterwards
   * @throws Failure.Refused when others are to be archived for a stage that is no channel
   */
  public ModelVersion move(
      Scope scope, String model, int number, Stage stage, boolean archiveOthers) {
    if (archiveOthers && stage.channel().isEmpty()) {
      throw new Failure.Refused(
          "Model version transition cannot archive existing model versions because '"
              + stage.word()
              + "' is not an Active stage. Valid stages are ['Staging', 'Production']");
    }
    return locks.locked(
        scope,
        model,
        locked -> {
          ModelVersion version = versions.get(scope, model, number);
          leave(scope, version, stage);
          if (stage.channel().isEmpty()) {
            versions.setStage(version.id(), stage);
          } else {
            if (archiveOthers) {
              versions.archiveOthers(version, stage);
            }
            var _ = moves.move(scope, model, stage.channel().get(), number, REASON + stage.word());
          }
          return versions.get(scope, model, number);
        });
  }

  /** A version that goes back leaves the channels which are stages behind the one it goes to. */
  private void leave(Scope scope, ModelVersion version, Stage to) {
    for (String channel : version.channels()) {
      if (Stage.ofChannel(channel).filter(from -> isBehind(from, to)).isPresent()) {
        moves.empty(scope, version.model(), channel, REASON + to.word());
      }
    }
  }

  private static boolean isBehind(Stage from, Stage to) {
    return to.channel().isEmpty() || from.compareTo(to) > 0;
  }
}
