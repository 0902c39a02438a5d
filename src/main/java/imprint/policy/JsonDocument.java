package imprint.policy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import imprint.failure.Failure;
import imprint.policy.DocumentNode.Entry;
import imprint.policy.DocumentNode.Mapping;
import imprint.policy.DocumentNode.Scalar;
import imprint.policy.DocumentNode.ScalarType;
import imprint.policy.DocumentNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one JSON document. */
final class JsonDocument {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DocumentLimits.DEPTH + 5).build())
          .build();

  private final JsonParser parser;

  private JsonDocument(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The document; empty when the text is blank.
   *
   * @throws PolicySyntaxException when it is not JSON
   */
  static Optional<DocumentNode> read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return Optional.empty();
      }
      DocumentNode root = new JsonDocument(parser).node(first, 1);
      if (parser.nextToken() != null) {
        throw position(parser.currentTokenLocation())
            .error("a policy is one document; expected its end");
      }
      return Optional.of(root);
    } catch (JsonProcessingException wrong) {
      throw position(wrong.getLocation()).error("not JSON: " + Failure.echo(reason(wrong)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private DocumentNode node(JsonToken token, int depth) throws IOException {
    Position at = position(parser.currentTokenLocation());
    return switch (token) {
      case START_OBJECT -> mapping(at, depth);
      case START_ARRAY -> sequence(at, depth);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(ScalarType.NUMBER, at);
      case VALUE_TRUE, VALUE_FALSE -> scalar(ScalarType.BOOLEAN, at);
      case VALUE_NULL -> scalar(ScalarType.NULL, at);
      default -> scalar(ScalarType.TEXT, at);
    };
  }

  private Scalar scalar(ScalarType type, Position at) throws IOException {
    return new Scalar(DocumentLimits.checkText(parser.getText(), at), type, at);
  }

  private Sequence sequence(Position at, int depth) throws IOException {
    DocumentLimits.checkDepth(depth, at);
    List<DocumentNode> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      items.add(node(token, depth + 1));
    }
    return new Sequence(items, at);
  }

  private Mapping mapping(Position at, int depth) throws IOException {
    DocumentLimits.checkDepth(depth, at);
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Position keyAt = position(parser.currentTokenLocation());
      String key = parser.currentName();
      Entry entry = new Entry(keyAt, node(parser.nextToken(), depth + 1));
      if (entries.putIfAbsent(key, entry) != null) {
        throw keyAt.error("the key '%s' stands here twice".formatted(Failure.echo(key)));
      }
    }
    return new Mapping(entries, at);
  }

  /** What is wrong, without what the library adds of where. */
  private static String reason(JsonProcessingException wrong) {
    String message = String.valueOf(wrong.getOriginalMessage());
    int source = message.indexOf(" (for ");
    return source < 0 ? message : message.substring(0, source);
  }

  private static Position position(@Nullable JsonLocation location) {
    return location == null
        ? Position.START
        : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
