package imprint.policy;

import java.util.List;
import java.util.Map;

/** A part of a document and where it stands; the same for YAML and JSON. */
sealed interface DocumentNode {
  Position at();

  /** How messages call it. */
  String noun();

  /** What a scalar means without quotes: YAML's other words, such as {@code yes}, are text. */
  enum ScalarType {
    TEXT("text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("nothing");

    private final String noun;

    ScalarType(String noun) {
      this.noun = noun;
    }
  }

  /**
   * A single value.
   *
   * @param text as written, without quotes
   */
  record Scalar(String text, ScalarType type, Position at) implements DocumentNode {
    @Override
    public String noun() {
      return type.noun;
    }
  }

  record Sequence(List<DocumentNode> items, Position at) implements DocumentNode {
    @Override
    public String noun() {
      return "a list";
    }
  }

  /**
   * Values by name.
   *
   * @param entries in their order
   */
  record Mapping(Map<String, Entry> entries, Position at) implements DocumentNode {
    @Override
    public String noun() {
      return "an object";
    }
  }

  /**
   * A value and its name's place.
   *
   * @param at where the key stands
   */
  record Entry(Position at, DocumentNode value) {}
}
