package imprint.mlflow;

import imprint.failure.Failure;
import imprint.project.Scope;
import imprint.registry.Model;
import imprint.registry.ModelVersion;
import imprint.registry.Models;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.Stage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code get-latest-versions} answers. Clients send what follows the slash of {@code
 * models:/iris/…} as a stage, unless it is a number or {@code latest}, so references arrive here
 * too.
 */
@ApplicationScoped
class LatestVersions {
  private final Models models;
  private final References references;

  LatestVersions(Models models, References references) {
    this.models = models;
    this.references = references;
  }

  /**
   * The newest version of each of these stages, of every stage when none is named, or the version
   * of a reference that stands alone.
   */
  List<ModelVersion> of(Scope scope, String name, List<String> stages) {
    Model model = models.get(scope, name);
    if (stages.isEmpty()) {
      return model.latestIsApproved()
          ? List.of(references.resolve(scope, name, new Reference.Latest(Reference.LATEST)))
          : model.latestVersions();
    }
    String first = stages.getFirst();
    if (stages.size() == 1 && Stage.of(first).isEmpty()) {
      return List.of(referred(scope, name, first));
    }
    Set<Stage> wanted = EnumSet.noneOf(Stage.class);
    stages.forEach(stage -> wanted.add(Stage.parse(stage)));
    return model.latestVersions().stream()
        .filter(version -> wanted.contains(version.stage()))
        .toList();
  }

  private ModelVersion referred(Scope scope, String model, String text) {
    Optional<Reference> reference = Reference.of(text);
    if (reference.isEmpty()) {
      throw Stage.unknown(text);
    }
    try {
      return references.resolve(scope, model, reference.get());
    } catch (Failure.Missing missing) {
      // A word that nothing is called by was meant as a stage.
      if (reference.get() instanceof Reference.Named
          && references.find(scope, model, reference.get()).isEmpty()) {
        throw Stage.unknown(text);
      }
      throw missing;
    }
  }
}
