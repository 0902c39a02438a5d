package imprint.promotion;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.registry.ChannelMove;
import imprint.registry.Channels;
import imprint.registry.ModelVersion;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Moves of channels, each judged before it is made. */
@ApplicationScoped
public class ChannelMoves {
  private final Channels channels;
  private final Versions versions;

  ChannelMoves(Channels channels, Versions versions) {
    this.channels = channels;
    this.versions = versions;
  }

  /**
   * Lets a channel hold a version.
   *
   * @param channel its name in any case
   * @param reason why; may be empty
   * @return the version afterwards
   * @throws Failure.Refused when the version was withdrawn
   */
  public ModelVersion move(Scope scope, String model, String channel, int number, String reason) {
    var _ =
        channels.move(
            scope,
            model,
            before -> {
              ModelVersion version = versions.get(scope, model, number);
              if (!version.state().resolves()) {
                throw new Failure.Refused(
                    "Version "
                        + version.semver()
                        + " is "
                        + version.state().word()
                        + ", and no channel can hold it.");
              }
              return List.of(new ChannelMove(channel, version.id(), reason, false, null));
            });
    return versions.get(scope, model, number);
  }

  /** Empties a channel, whose name may be in any case; one that holds nothing stays as it is. */
  public void empty(Scope scope, String model, String channel, String reason) {
    var _ =
        channels.move(
            scope,
            model,
            before ->
                before.stream()
                    .filter(place -> place.name().equalsIgnoreCase(channel) && place.held() != null)
                    .map(place -> new ChannelMove(place.name(), null, reason, false, null))
                    .toList());
  }
}
