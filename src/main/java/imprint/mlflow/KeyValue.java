package imprint.mlflow;

import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tag or param in JSON; an absent value is the empty text. */
record KeyValue(@Required String key, @Nullable String value) implements WireRequest {
  Tag toDomain() {
    return new Tag(key, value == null ? "" : value);
  }

  static KeyValue of(Tag tag) {
    return new KeyValue(tag.key(), tag.value());
  }

  static List<Tag> toDomain(List<KeyValue> all) {
    return all.stream().map(KeyValue::toDomain).toList();
  }

  /** The tags in JSON, or null, which is not written, when there are none. */
  static @Nullable List<KeyValue> ofAll(List<Tag> tags) {
    return tags.isEmpty() ? null : tags.stream().map(KeyValue::of).toList();
  }
}
