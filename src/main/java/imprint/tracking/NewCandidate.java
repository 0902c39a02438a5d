package imprint.tracking;

import imprint.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller says of a run that starts.
 *
 * @param name its name; absent, the tag {@code mlflow.runName} gives it, or the server invents one
 */
public record NewCandidate(
    ExperimentId experimentId,
    @Nullable String name,
    String userId,
    @Nullable Long startTime,
    List<Tag> tags) {

  public NewCandidate {
    for (int i = 0; i < tags.size(); i++) {
      Batch.checkTag("tags[" + i + "].", tags.get(i));
    }
    tags = Tag.lastOfEach(tags);
    Optional<String> tagged =
        tags.stream().filter(tag -> tag.key().equals(Tag.RUN_NAME)).map(Tag::value).findFirst();
    name =
        name == null || name.isEmpty() ? tagged.filter(text -> !text.isEmpty()).orElse(null) : name;
    if (name != null) {
      String chosen = name;
      Limits.length("run_name", "Run name", chosen, Limits.VALUE);
      if (tagged.filter(text -> !text.isEmpty() && !text.equals(chosen)).isPresent()) {
        throw new Failure.Invalid(
            "run_name",
            "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values"
                + " (run_name='"
                + Failure.echo(chosen)
                + "', mlflow.runName='"
                + Failure.echo(tagged.get())
                + "').");
      }
    }
  }

  /** The same with a name for certain, which is also its tag. */
  NewCandidate named(String certain) {
    List<Tag> withName =
        Stream.concat(
                tags.stream().filter(tag -> !tag.key().equals(Tag.RUN_NAME)),
                Stream.of(new Tag(Tag.RUN_NAME, certain)))
            .toList();
    return new NewCandidate(experimentId, certain, userId, startTime, withName);
  }
}
