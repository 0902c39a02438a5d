package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.tracking.Limits;
import imprint.tracking.Tag;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be done with models. */
@ApplicationScoped
public class Models {
  private final ModelStore store;
  private final TagStore tags;
  private final VersionStore versions;
  private final PointerStore pointers;
  private final InstantSource clock;
  private final ModelLocks locks;

  Models(
      ModelStore store,
      TagStore tags,
      VersionStore versions,
      PointerStore pointers,
      InstantSource clock,
      ModelLocks locks) {
    this.locks = locks;
    this.store = store;
    this.tags = tags;
    this.versions = versions;
    this.pointers = pointers;
    this.clock = clock;
  }

  /**
   * Creates a model with the channels {@link Channel#DEFAULTS}.
   *
   * @throws Failure.Taken when there is one of that name
   */
  public Model create(Scope scope, String name, @Nullable String description, List<Tag> tags) {
    RegistryLimits.modelName("name", name);
    RegistryLimits.tags(tags);
    checkDescription(description);
    long id;
    try {
      id =
          store.insert(
              scope, name, description, Tag.lastOfEach(tags), Channel.DEFAULTS, clock.millis());
    } catch (Failure.Taken taken) {
      throw kindsClash(scope, name, tags, taken);
    }
    return load(id);
  }

  /** A model and a prompt cannot share a name, and MLflow's clients know that by its words. */
  private Failure kindsClash(Scope scope, String name, List<Tag> tags, Failure.Taken taken) {
    boolean prompt = Model.isPrompt(tags);
    boolean other =
        store
            .find(scope, name)
            .map(this::load)
            .filter(model -> model.isPrompt() != prompt)
            .isPresent();
    if (!other) {
      return taken;
    }
    String wanted = prompt ? "prompt" : "registered model";
    String there = prompt ? "registered model" : "prompt";
    return new Failure.Taken(
        "Tried to create a "
            + wanted
            + " with name '"
            + Failure.echo(name)
            + "', but the name is already taken by a "
            + there
            + ". MLflow does not allow creating a model and a prompt with the same name.");
  }

  /**
   * The row of the model of this name.
   *
   * @throws Failure.Missing when there is none
   */
  public long id(Scope scope, String name) {
    return store.find(scope, name).orElseThrow(() -> Model.missing(name));
  }

  /** The model of this name. */
  public Model get(Scope scope, String name) {
    return load(id(scope, name));
  }

  private Model load(long id) {
    return withLatest(store.load(List.of(id))).getFirst();
  }

  /** The same models, each with the newest version of each stage. */
  List<Model> withLatest(List<Model> models) {
    Map<Long, List<ModelVersion>> latest =
        versions.latest(models.stream().map(Model::id).toList()).stream()
            .sorted(Comparator.comparingInt(ModelVersion::number))
            .collect(Collectors.groupingBy(ModelVersion::modelId));
    return models.stream()
        .map(model -> model.with(latest.getOrDefault(model.id(), List.of())))
        .toList();
  }

  /** Sets the description; null and empty clear it. */
  public Model describe(Scope scope, String name, @Nullable String description) {
    checkDescription(description);
    return change(scope, name, id -> store.describe(id, description, clock.millis()));
  }

  /**
   * Gives a model another name. Promotions and what was signed keep the old one.
   *
   * @throws Failure.Taken when there is a model of the new name
   */
  public Model rename(Scope scope, String name, String newName) {
    RegistryLimits.modelName("new_name", newName);
    return change(scope, name, id -> store.rename(id, newName, clock.millis()));
  }

  /** Says what {@code latest} answers: the highest approved release, or the newest number. */
  public Model setLatest(Scope scope, String name, boolean approved) {
    return change(scope, name, id -> store.setLatest(id, approved, clock.millis()));
  }

  /** Sets a tag. */
  public void setTag(Scope scope, String name, Tag tag) {
    RegistryLimits.tag("", tag);
    changeTags(scope, name, TagChanges.setting(tag));
  }

  /** Removes a tag; none of that key is no error, as in MLflow. */
  public void deleteTag(Scope scope, String name, String key) {
    RegistryLimits.tagKey("key", key);
    changeTags(scope, name, TagChanges.removing(key));
  }

  /**
   * Marks a model and its versions deleted; their files and records stay.
   *
   * @throws Failure.Refused while a channel holds an approved version
   */
  public void delete(Scope scope, String name) {
    locks.locked(
        scope,
        name,
        locked -> {
          long id = locked.id();
          Versions.requireNotHeld(pointers.channels(id), null);
          store.delete(id, scope.actor(), clock.millis());
          return null;
        });
  }

  private void changeTags(Scope scope, String name, TagChanges changes) {
    locks.locked(
        scope,
        name,
        locked -> {
          tags.changeOfModel(locked.id(), changes);
          return null;
        });
  }

  private Model change(Scope scope, String name, LongConsumer work) {
    return locks.locked(
        scope,
        name,
        locked -> {
          long id = locked.id();
          work.accept(id);
          return load(id);
        });
  }

  private static void checkDescription(@Nullable String description) {
    if (description != null) {
      Limits.length("description", "Description", description, RegistryLimits.DESCRIPTION);
    }
  }
}
