package imprint.registry;

import imprint.failure.Failure;
import imprint.project.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Names that people point at versions. */
@ApplicationScoped
public class Aliases {
  private static final String KIND = "alias";

  private final ModelStore models;
  private final VersionStore versions;
  private final PointerStore pointers;
  private final ModelLocks locks;

  Aliases(ModelStore models, VersionStore versions, PointerStore pointers, ModelLocks locks) {
    this.locks = locks;
    this.models = models;
    this.versions = versions;
    this.pointers = pointers;
  }

  /**
   * Points an alias at a version, wherever it stood before.
   *
   * @throws Failure.Invalid when the name may not be an alias, or is that of a channel
   */
  public void set(Scope scope, String model, String name, int number) {
    RegistryLimits.alias(name);
    locks.locked(
        scope,
        model,
        locked -> {
          long id = locked.id();
          if (pointers.channels(id).stream()
              .anyMatch(channel -> channel.name().equalsIgnoreCase(name))) {
            throw new Failure.Invalid(
                KIND,
                "'"
                    + Failure.echo(name)
                    + "' is a channel of this model, which moves by its policy.");
          }
          ModelVersion version =
              versions
                  .find(scope, model, number)
                  .orElseThrow(() -> ModelVersion.missing(model, Integer.toString(number)));
          pointers.setAlias(scope, id, name, version.id(), "");
          return null;
        });
  }

  /** Removes an alias; none of that name is no error. */
  public void delete(Scope scope, String model, String name) {
    RegistryLimits.aliasForm(name);
    locks.locked(
        scope,
        model,
        locked -> {
          long id = locked.id();
          pointers.deleteAlias(scope, id, name);
          return null;
        });
  }

  /** The moves of an alias, the newest first. */
  public List<PointerMove> history(Scope scope, String model, String name, long before, int most) {
    long id = models.find(scope, model).orElseThrow(() -> Model.missing(model));
    return pointers.history(id, KIND, name, before, most);
  }
}
