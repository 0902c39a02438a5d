package imprint.tracking;

import java.util.List;

/**
 * A dataset that a candidate read.
 *
 * @param tags such as {@code mlflow.data.context}, which tells what for; keys up to 255 and values
 *     up to 500 characters
 */
public record DatasetInput(Dataset dataset, List<Tag> tags) {
  void check(String prefix) {
    dataset.check(prefix + "dataset.");
    for (int i = 0; i < tags.size(); i++) {
      String at = prefix + "tags[" + i + "].";
      Limits.length(at + "key", "key", tags.get(i).key(), Limits.INPUT_TAG_KEY);
      Limits.length(at + "value", "value", tags.get(i).value(), Limits.INPUT_TAG_VALUE);
    }
  }
}
