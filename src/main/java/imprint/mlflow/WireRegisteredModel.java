package imprint.mlflow;

import imprint.registry.Alias;
import imprint.registry.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A registered model in JSON; channels that hold a version are among its aliases. */
record WireRegisteredModel(
    String name,
    long creationTimestamp,
    long lastUpdatedTimestamp,
    @Nullable String userId,
    @Nullable String description,
    @Nullable List<WireModelVersion> latestVersions,
    @Nullable List<KeyValue> tags,
    @Nullable List<WireAlias> aliases) {

  record WireAlias(String alias, String version) {
    static WireAlias of(Alias alias) {
      return new WireAlias(alias.name(), Integer.toString(alias.number()));
    }
  }

  static WireRegisteredModel of(Model model) {
    String description = model.description();
    return new WireRegisteredModel(
        model.name(),
        model.creationTime(),
        model.lastUpdateTime(),
        model.owner().isEmpty() ? null : model.owner(),
        description == null || description.isEmpty() ? null : description,
        model.latestVersions().isEmpty()
            ? null
            : model.latestVersions().stream().map(WireModelVersion::ofModel).toList(),
        KeyValue.ofAll(model.tags()),
        model.aliases().isEmpty() ? null : model.aliases().stream().map(WireAlias::of).toList());
  }
}
