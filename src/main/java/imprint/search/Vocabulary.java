package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What filters and orderings of one kind of object can name, and where it is in SQL. Its owner
 * declares it once.
 *
 * @param entities in the order that messages list them; the first fixed one is meant by names
 *     without an entity
 * @param defaultOrder the order when a caller asks for none; it ends with a field that tells all
 *     objects apart
 * @param tieBreak what follows the order a caller asks for; it ends with a field that tells all
 *     objects apart
 * @param bareText whether a value without quotes counts as text
 * @param binds binds that the SQL of the fields mentions besides {@code :key}
 */
public record Vocabulary(
    List<Entity> entities,
    List<OrderItem> defaultOrder,
    List<OrderItem> tieBreak,
    boolean bareText,
    Map<String, Object> binds) {

  public Vocabulary {
    entities = List.copyOf(entities);
    defaultOrder = List.copyOf(defaultOrder);
    tieBreak = List.copyOf(tieBreak);
    binds = Map.copyOf(binds);
  }

  /** A vocabulary without binds of its own, in which text needs quotes. */
  public static Vocabulary of(
      List<Entity> entities, List<OrderItem> defaultOrder, List<OrderItem> tieBreak) {
    return new Vocabulary(entities, defaultOrder, tieBreak, false, Map.of());
  }

  Field resolve(Identifier identifier, SourceText source) {
    Entity entity =
        identifier
            .entity()
            .map(word -> entity(word, identifier, source))
            .orElseGet(this::attributes);
    return entity
        .field(identifier.key())
        .orElseThrow(
            () ->
                source.error(
                    "Invalid %s key '%s' specified. Valid keys are '%s'. Expected one of these"
                        .formatted(entity.name(), echo(identifier.key()), keys(entity)),
                    identifier.offset()));
  }

  private Entity attributes() {
    return entities.stream()
        .filter(Entity.Fixed.class::isInstance)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a vocabulary without attributes"));
  }

  private Entity entity(String word, Identifier identifier, SourceText source) {
    return entities.stream()
        .filter(entity -> entity.words().contains(word))
        .findFirst()
        .orElseThrow(
            () ->
                source.error(
                    "Invalid entity type '%s'. Valid values are %s. Expected one of these"
                        .formatted(
                            echo(word),
                            entities.stream()
                                .map(entity -> "'" + entity.name() + "'")
                                .collect(Collectors.joining(", ", "[", "]"))),
                    identifier.offset()));
  }

  private static String keys(Entity entity) {
    return switch (entity) {
      case Entity.Fixed fixed ->
          fixed.fields().stream()
              .map(field -> "'" + field.key() + "'")
              .collect(Collectors.joining(", ", "{", "}"));
      case Entity.Family family -> "any " + family.name();
    };
  }
}
