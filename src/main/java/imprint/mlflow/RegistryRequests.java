package imprint.mlflow;

import imprint.mlflow.json.BodyLimit;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.registry.NewVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bodies that the endpoints of registered models and their versions take. */
final class RegistryRequests {
  private RegistryRequests() {}

  @BodyLimit(mebibytes = 16)
  record CreateRegisteredModel(
      @Required String name, @Nullable String description, List<KeyValue> tags)
      implements WireRequest {}

  record UpdateRegisteredModel(@Required String name, @Nullable String description)
      implements WireRequest {}

  record RenameRegisteredModel(@Required String name, @Required String newName)
      implements WireRequest {}

  record RegisteredModelByName(@Required String name) implements WireRequest {}

  record LatestOfStages(@Required String name, List<String> stages) implements WireRequest {}

  record SetRegisteredModelTag(@Required String name, @Required String key, @Nullable String value)
      implements WireRequest {
    KeyValue tag() {
      return new KeyValue(key, value);
    }
  }

  record DeleteRegisteredModelTag(@Required String name, @Required String key)
      implements WireRequest {}

  record SetModelAlias(@Required String name, @Required String alias, @Required String version)
      implements WireRequest {}

  record DeleteModelAlias(@Required String name, @Required String alias) implements WireRequest {}

  @BodyLimit(mebibytes = 16)
  record CreateModelVersion(
      @Required String name,
      @Required String source,
      @Nullable String runId,
      List<KeyValue> tags,
      @Nullable String runLink,
      @Nullable String description,
      @Nullable String modelId)
      implements WireRequest {
    NewVersion toDomain() {
      return new NewVersion(
          RegistryArguments.name(name),
          source,
          text(runId),
          text(runLink),
          text(modelId),
          text(description),
          KeyValue.toDomain(tags));
    }

    private static String text(@Nullable String given) {
      return given == null ? "" : given;
    }
  }

  record UpdateModelVersion(
      @Required String name, @Required String version, @Nullable String description)
      implements WireRequest {}

  record TransitionStage(
      @Required String name,
      @Required String version,
      @Required String stage,
      @Nullable Boolean archiveExistingVersions)
      implements WireRequest {}

  record ModelVersionByNumber(@Required String name, @Required String version)
      implements WireRequest {}

  record SetModelVersionTag(
      @Required String name, @Required String version, @Required String key, @Nullable String value)
      implements WireRequest {
    KeyValue tag() {
      return new KeyValue(key, value);
    }
  }

  record DeleteModelVersionTag(
      @Required String name, @Required String version, @Required String key)
      implements WireRequest {}
}
