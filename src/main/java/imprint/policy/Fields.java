package imprint.policy;

import imprint.failure.Failure;
import imprint.policy.DocumentNode.Entry;
import imprint.policy.DocumentNode.Mapping;
import imprint.policy.DocumentNode.Scalar;
import imprint.policy.DocumentNode.ScalarType;
import imprint.policy.DocumentNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The entries of an object, read with their types; each error stands where the value does. */
final class Fields {
  private final Mapping mapping;

  private Fields(Mapping mapping) {
    this.mapping = mapping;
  }

  /**
   * @param what the object is, for the message
   */
  static Fields of(DocumentNode node, String what) {
    if (node instanceof Mapping mapping) {
      return new Fields(mapping);
    }
    throw node.at().error("expected %s as an object, found %s".formatted(what, node.noun()));
  }

  Position at() {
    return mapping.at();
  }

  List<String> keys() {
    return List.copyOf(mapping.entries().keySet());
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  /** Where the key stands, or the object when it is not there. */
  Position keyAt(String key) {
    return entry(key).map(Entry::at).orElse(at());
  }

  /** Where the value stands, or the object when it is not there. */
  Position at(String key) {
    return node(key).map(DocumentNode::at).orElse(at());
  }

  Optional<DocumentNode> node(String key) {
    return entry(key).map(Entry::value);
  }

  DocumentNode required(String key) {
    return node(key).orElseThrow(() -> at().error("expected the key '%s'".formatted(key)));
  }

  /** Refuses keys that nobody reads. */
  void only(Predicate<String> known, String expected) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.test(key)) {
                throw entry
                    .at()
                    .error(
                        "the key '%s' is not known here; expected %s"
                            .formatted(Failure.echo(key), expected));
              }
            });
  }

  void only(String... keys) {
    List<String> known = List.of(keys);
    only(known::contains, "one of " + String.join(", ", known));
  }

  /** A text that is not empty, of at most 500 characters. */
  Optional<String> text(String key) {
    return node(key).map(node -> bounded(scalar(node, key, ScalarType.TEXT)));
  }

  /** A text that is not empty, whatever its length. */
  Optional<String> longText(String key) {
    return node(key).map(node -> filled(scalar(node, key, ScalarType.TEXT)).text());
  }

  /** A text, or a number or truth value as it is written. */
  Optional<String> anyText(String key) {
    return node(key).map(node -> anyText(node, key));
  }

  List<String> anyTexts(String key) {
    List<String> texts = new ArrayList<>();
    for (DocumentNode item : items(key)) {
      texts.add(anyText(item, key));
    }
    return texts;
  }

  /** A list of one to a hundred. */
  List<DocumentNode> items(String key) {
    DocumentNode node = required(key);
    if (!(node instanceof Sequence sequence)) {
      throw wrongType(node, key, "a list");
    }
    if (sequence.items().isEmpty() || sequence.items().size() > DocumentLimits.LIST) {
      throw node.at()
          .error("expected one to %d entries in '%s'".formatted(DocumentLimits.LIST, key));
    }
    return sequence.items();
  }

  Optional<Boolean> truth(String key) {
    return node(key).map(node -> scalar(node, key, ScalarType.BOOLEAN).text().equals("true"));
  }

  Optional<Double> number(String key) {
    return node(key).map(node -> number(node, key));
  }

  static double number(DocumentNode node, String key) {
    double value = Double.parseDouble(scalar(node, key, ScalarType.NUMBER).text());
    if (Double.isInfinite(value)) {
      throw node.at().error("the number '%s' is too large".formatted(key));
    }
    return value;
  }

  /** A whole number. */
  Optional<Integer> count(String key, int least, int most) {
    return number(key)
        .map(
            number -> {
              if (number != Math.rint(number) || number < least || number > most) {
                throw at(key)
                    .error(
                        "expected '%s' to be a whole number from %d to %d"
                            .formatted(key, least, most));
              }
              return (int) (double) number;
            });
  }

  /** A length of time such as 90d. */
  Optional<Span> span(String key) {
    return parsed(key, Span::read, "a length of time such as 90d, 24h or 30m");
  }

  /** A text that means something more. */
  <T> Optional<T> parsed(String key, Function<String, Optional<T>> read, String expected) {
    return node(key)
        .map(
            node -> {
              if (!(node instanceof Scalar scalar)) {
                throw wrongType(node, key, expected);
              }
              return read.apply(scalar.text())
                  .orElseThrow(
                      () ->
                          node.at()
                              .error(
                                  "expected '%s' to be %s, found '%s'"
                                      .formatted(key, expected, Failure.echo(scalar.text()))));
            });
  }

  private Optional<Entry> entry(String key) {
    return Optional.ofNullable(mapping.entries().get(key));
  }

  private static String anyText(DocumentNode node, String key) {
    if (node instanceof Scalar scalar && scalar.type() != ScalarType.NULL) {
      return checkLength(scalar).text();
    }
    throw wrongType(node, key, "text");
  }

  private static String bounded(Scalar scalar) {
    return checkLength(filled(scalar)).text();
  }

  private static Scalar filled(Scalar scalar) {
    if (scalar.text().isEmpty()) {
      throw scalar.at().error("expected a text that is not empty");
    }
    return scalar;
  }

  private static Scalar checkLength(Scalar scalar) {
    if (scalar.text().length() > DocumentLimits.TEXT) {
      throw scalar.at().error("longer than %d characters".formatted(DocumentLimits.TEXT));
    }
    return scalar;
  }

  private static Scalar scalar(DocumentNode node, String key, ScalarType type) {
    if (node instanceof Scalar scalar && scalar.type() == type) {
      return scalar;
    }
    throw wrongType(
        node,
        key,
        switch (type) {
          case TEXT -> "text";
          case NUMBER -> "a number";
          case BOOLEAN -> "true or false";
          case NULL -> "nothing";
        });
  }

  private static PolicySyntaxException wrongType(DocumentNode node, String key, String expected) {
    return node.at()
        .error("expected '%s' to be %s, found %s".formatted(key, expected, node.noun()));
  }
}
