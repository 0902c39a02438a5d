package imprint.policy;

import imprint.failure.Failure;
import imprint.policy.DocumentNode.Entry;
import imprint.policy.DocumentNode.Mapping;
import imprint.policy.DocumentNode.Scalar;
import imprint.policy.DocumentNode.ScalarType;
import imprint.policy.DocumentNode.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingEndEvent;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceEndEvent;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one YAML document without anchors, aliases and tags. It works on events, so that nothing is
 * built of what is refused, and plain scalars mean what JSON lets them mean.
 */
final class YamlDocument {
  private final Iterator<Event> events;

  private YamlDocument(Iterator<Event> events) {
    this.events = events;
  }

  /**
   * The document; empty when there is nothing but comments.
   *
   * @throws PolicySyntaxException when it is not YAML, or more of YAML than is taken
   */
  static Optional<DocumentNode> read(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DocumentLimits.DEPTH + 5);
    try {
      return new YamlDocument(new Yaml(options).parse(new StringReader(text)).iterator())
          .document();
    } catch (MarkedYAMLException wrong) {
      Mark mark = wrong.getProblemMark();
      Position at = mark == null ? Position.START : position(mark);
      throw at.error("not YAML: " + Failure.echo(wrong.getProblem()));
    } catch (ReaderException wrong) {
      throw positionOf(text, wrong.getPosition())
          .error("not YAML: the character U+%04X is not allowed".formatted(wrong.getCodePoint()));
    } catch (YAMLException wrong) {
      throw Position.START.error("not YAML: " + Failure.echo(wrong.getMessage()));
    }
  }

  private Optional<DocumentNode> document() {
    Optional<DocumentNode> found = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof DocumentStartEvent && found.isPresent()) {
        throw position(event).error("a policy is one document; expected its end");
      }
      if (event instanceof NodeEvent) {
        found = Optional.of(node(event, 1));
      }
    }
    return found;
  }

  private DocumentNode node(Event event, int depth) {
    Position at = position(event);
    if (event instanceof AliasEvent) {
      throw at.error("aliases (*) are not taken; write the value out");
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw at.error("anchors (&) are not taken");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag(), at);
      return scalar(scalar, at);
    }
    DocumentLimits.checkDepth(depth, at);
    if (event instanceof CollectionStartEvent collection) {
      refuseTag(collection.getTag(), at);
    }
    return event instanceof MappingStartEvent ? mapping(at, depth) : sequence(at, depth);
  }

  private Sequence sequence(Position at, int depth) {
    List<DocumentNode> items = new ArrayList<>();
    for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
      items.add(node(event, depth + 1));
    }
    return new Sequence(items, at);
  }

  private Mapping mapping(Position at, int depth) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
      Position keyAt = position(event);
      if (!(node(event, depth + 1) instanceof Scalar key)) {
        throw keyAt.error("expected a key that is text");
      }
      Entry entry = new Entry(keyAt, node(events.next(), depth + 1));
      if (entries.putIfAbsent(key.text(), entry) != null) {
        throw keyAt.error("the key '%s' stands here twice".formatted(Failure.echo(key.text())));
      }
    }
    return new Mapping(entries, at);
  }

  private static Scalar scalar(ScalarEvent event, Position at) {
    String text = DocumentLimits.checkText(event.getValue(), at);
    ScalarType type =
        event.getScalarStyle() == ScalarStyle.PLAIN ? plainType(text) : ScalarType.TEXT;
    return new Scalar(text, type, at);
  }

  private static ScalarType plainType(String text) {
    return switch (text) {
      case "true", "false" -> ScalarType.BOOLEAN;
      case "", "~", "null" -> ScalarType.NULL;
      default -> Numbers.isNumber(text) ? ScalarType.NUMBER : ScalarType.TEXT;
    };
  }

  private static void refuseTag(@Nullable String tag, Position at) {
    if (tag != null) {
      throw at.error("tags (!) are not taken");
    }
  }

  private static Position position(Event event) {
    return position(event.getStartMark());
  }

  private static Position position(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Of a character, counted in code points. */
  private static Position positionOf(String text, int codePoint) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoint, text.codePointCount(0, text.length())));
    String before = text.substring(0, end);
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int lineStart = before.lastIndexOf('\n') + 1;
    return new Position(line, before.codePointCount(lineStart, before.length()) + 1);
  }
}
