package imprint.registry;

import imprint.tracking.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tags that are set and tags that are removed, together.
 *
 * @param set no two of the same key, and none that is removed
 * @param removed keys; one that is not there is no error
 */
public record TagChanges(List<Tag> set, List<String> removed) {
  /** Changes nothing. */
  public static final TagChanges NONE = new TagChanges(List.of(), List.of());

  public TagChanges {
    set = List.copyOf(set);
    removed = List.copyOf(removed);
  }

  /** Sets each key to its value; null removes it. */
  public static TagChanges of(Map<String, @Nullable String> tags) {
    List<Tag> set = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    tags.forEach(
        (key, value) -> {
          if (value == null) {
            removed.add(key);
          } else {
            set.add(new Tag(key, value));
          }
        });
    return new TagChanges(set, removed);
  }

  /** Sets one tag. */
  static TagChanges setting(Tag tag) {
    return new TagChanges(List.of(tag), List.of());
  }

  /** Removes the tag of a key. */
  static TagChanges removing(String key) {
    return new TagChanges(List.of(), List.of(key));
  }

  boolean isEmpty() {
    return set.isEmpty() && removed.isEmpty();
  }

  void check() {
    for (Tag tag : set) {
      RegistryLimits.tag("tags.", tag);
    }
  }
}
