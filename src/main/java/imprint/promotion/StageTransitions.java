package imprint.promotion;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.registry.Channel;
import imprint.registry.Channels;
import imprint.registry.ModelLocks;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.Stage;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MLflow's transitions between stages: {@code Staging} and {@code Production} are channels. */
@ApplicationScoped
public class StageTransitions {
  private static final String REASON = "the stage was set to ";

  private final ChannelMoves moves;
  private final Channels channels;
  private final Versions versions;
  private final ModelLocks locks;

  StageTransitions(ChannelMoves moves, Channels channels, Versions versions, ModelLocks locks) {
    this.channels = channels;
    this.locks = locks;
    this.moves = moves;
    this.versions = versions;
  }

  /**
   * Moves a version to a stage, out of the one it had; all moves of channels are made together or
   * none, as judged before the first.
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
          Optional<ModelVersion> replaced =
              archiveOthers ? replaced(scope, version, stage) : Optional.empty();
          List<ChannelMoves.Wanted> wanted = new ArrayList<>(leaving(version, stage));
          replaced.ifPresent(other -> wanted.addAll(leaving(other, stage)));
          stage.channel().ifPresent(channel -> wanted.add(entering(channel, version)));
          if (archiveOthers) {
            versions.archiveOthers(version, stage);
          }
          var _ = moves.move(scope, model, wanted, REASON + stage.word());
          // Moves set the stages of what they touch, so those that are no channels come last.
          replaced.ifPresent(other -> versions.setStage(other.id(), Stage.ARCHIVED));
          if (stage.channel().isEmpty()) {
            versions.setStage(version.id(), stage);
          }
          return versions.get(scope, model, number);
        });
  }

  private static ChannelMoves.Wanted entering(String channel, ModelVersion version) {
    String number = Integer.toString(version.number());
    return new ChannelMoves.Wanted(channel, Reference.parse("version", number), null);
  }

  /** A version has one stage, so it leaves the channels of the others. */
  private static List<ChannelMoves.Wanted> leaving(ModelVersion version, Stage to) {
    return version.channels().stream()
        .filter(channel -> Stage.ofChannel(channel).filter(from -> from != to).isPresent())
        .map(channel -> new ChannelMoves.Wanted(channel, null, null))
        .toList();
  }

  /** The other version that the channel of a stage holds. */
  private Optional<ModelVersion> replaced(Scope scope, ModelVersion version, Stage stage) {
    return stage
        .channel()
        .flatMap(channel -> channels.find(scope, version.model(), channel))
        .map(Channel::held)
        .filter(held -> held.versionId() != version.id())
        .map(held -> versions.load(List.of(held.versionId())).getFirst());
  }
}
