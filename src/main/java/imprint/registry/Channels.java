package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The channels of models and their moves. Whether a move may be made is decided before it comes
 * here.
 */
@ApplicationScoped
public class Channels {
  private static final String KIND = "channel";

  private final ModelStore models;
  private final StageStore stages;
  private final PointerStore pointers;
  private final InstantSource clock;
  private final ModelLocks locks;

  Channels(
      ModelStore models,
      StageStore stages,
      PointerStore pointers,
      InstantSource clock,
      ModelLocks locks) {
    this.locks = locks;
    this.models = models;
    this.stages = stages;
    this.pointers = pointers;
    this.clock = clock;
  }

  /** The channels of a model in their order. */
  public List<Channel> list(Scope scope, String model) {
    return pointers.channels(models.find(scope, model).orElseThrow(() -> Model.missing(model)));
  }

  /** The channels of several models in their order, by the models' rows. */
  public Map<Long, List<Channel>> ofModels(List<Model> of) {
    return of.isEmpty() ? Map.of() : pointers.channels(of.stream().map(Model::id).toList());
  }

  /** The channel of a name, in any case. */
  public Optional<Channel> find(Scope scope, String model, String name) {
    return list(scope, model).stream()
        .filter(channel -> channel.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /** The channel of a name, in any case, or a failure that lists those there are. */
  public Channel get(Scope scope, String model, String name) {
    return require(list(scope, model), model, name);
  }

  private static Channel require(List<Channel> channels, String model, String name) {
    return channels.stream()
        .filter(channel -> channel.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new Failure.Missing(
                    "Model '"
                        + Failure.echo(model)
                        + "' has no channel '"
                        + Failure.echo(name)
                        + "'. It has "
                        + String.join(", ", channels.stream().map(Channel::name).toList())
                        + "."));
  }

  /**
   * Makes moves together: {@code decide} sees the channels as they are while nobody else can change
   * anything of the model, and says what to move; all moves are made or none.
   *
   * @return the channels afterwards
   */
  public List<Channel> move(
      Scope scope, String model, Function<List<Channel>, List<ChannelMove>> decide) {
    return locks.locked(
        scope,
        model,
        locked -> {
          long id = locked.id();
          List<Channel> before = pointers.channels(id);
          for (ChannelMove move : decide.apply(before)) {
            Channel channel = require(before, model, move.channel());
            pointers.move(
                scope,
                id,
                new ChannelMove(
                    channel.name(),
                    move.version(),
                    move.reason(),
                    move.isRollback(),
                    move.verdict()));
            followStage(channel, move);
          }
          return pointers.channels(id);
        });
  }

  /** MLflow's stage of a version is that of the last channel in the order which holds it. */
  private void followStage(Channel channel, ChannelMove move) {
    if (Stage.ofChannel(channel.name()).isEmpty()) {
      return;
    }
    Channel.Held held = channel.held();
    if (held != null) {
      stages.followChannels(held.versionId(), clock.millis());
    }
    if (move.version() != null) {
      stages.followChannels(move.version(), clock.millis());
    }
  }

  /**
   * The row of the version that a channel held before what it holds now, and that may still be
   * held.
   *
   * @throws Failure.Refused when there is none
   */
  public long before(Channel channel, long model) {
    Channel.Held held = channel.held();
    return pointers
        .heldBefore(model, channel.name(), held == null ? null : held.versionId())
        .orElseThrow(
            () ->
                new Failure.Refused(
                    "The channel '"
                        + channel.name()
                        + "' held no other version before that could be held again."));
  }

  /**
   * Sets which channels a model has, in their order. One that holds a version cannot be left out.
   */
  public List<Channel> define(Scope scope, String model, List<String> names) {
    if (names.isEmpty()
        || names.size() > Channel.MOST
        || new HashSet<>(names).size() != names.size()) {
      throw new Failure.Invalid(
          "channels", "'channels' holds 1 to " + Channel.MOST + " different names.");
    }
    for (int i = 0; i < names.size(); i++) {
      RegistryLimits.channel("channels[" + i + "]", names.get(i));
    }
    return locks.locked(
        scope,
        model,
        locked -> {
          long id = locked.id();
          for (Channel channel : pointers.channels(id)) {
            if (channel.held() != null && !names.contains(channel.name())) {
              throw new Failure.Refused(
                  "The channel '" + channel.name() + "' holds a version and cannot be removed.");
            }
          }
          pointers
              .aliasAmong(id, names)
              .ifPresent(
                  alias -> {
                    throw new Failure.Refused(
                        "The model has an alias '"
                            + alias
                            + "'; remove it before there is a channel of that name.");
                  });
          pointers.define(id, names);
          return pointers.channels(id);
        });
  }

  /** The moves of a channel, the newest first. */
  public List<PointerMove> history(Scope scope, String model, String name, long before, int most) {
    long id = models.find(scope, model).orElseThrow(() -> Model.missing(model));
    return pointers.history(
        id, KIND, require(pointers.channels(id), model, name).name(), before, most);
  }
}
