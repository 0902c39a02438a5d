package imprint.search;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Something that can be compared and ordered by: an attribute, or one key of a family such as
 * {@code metric}.
 *
 * @param entity the entity's name in messages
 * @param key the name within the entity
 * @param aliases other spellings of the name
 * @param type how its values compare
 * @param operators what a filter may do with it
 * @param source where the values are
 * @param spelling turns text of a filter into the stored spelling
 */
public record Field(
    String entity,
    String key,
    List<String> aliases,
    ValueType type,
    Set<Operator> operators,
    Source source,
    UnaryOperator<String> spelling) {

  /** Where values are, as SQL that refers to the base table's alias. */
  public sealed interface Source {
    /** One value of the object itself. */
    record Column(String expression, boolean nullable) implements Source {}

    /**
     * Values in rows beside the object. A clause holds if it holds for any of them; without rows
     * none does.
     *
     * @param all a select of one column named {@code value}, with {@code :key} for the key and
     *     other binds as {@link Vocabulary#binds()} has them
     * @param one a select like {@code all} of at most one row: the value to order by
     */
    record Rows(String all, String one) implements Source {}
  }

  /** An attribute held in a column that is never null. */
  public static Field column(String key, ValueType type, String expression, String... aliases) {
    return attribute(key, type, new Source.Column(expression, false), aliases);
  }

  /** An attribute held in a column that may be null. */
  public static Field nullable(String key, ValueType type, String expression, String... aliases) {
    return attribute(key, type, new Source.Column(expression, true), aliases);
  }

  /** An attribute of rows beside the object. */
  public static Field rows(String key, ValueType type, String all, String one) {
    return attribute(key, type, new Source.Rows(all, one));
  }

  /** This field, with filter text put through {@code stored} before it is compared for equality. */
  public Field spelled(UnaryOperator<String> stored) {
    return new Field(entity, key, aliases, type, operators, source, stored);
  }

  Field of(String entityName) {
    return new Field(entityName, key, aliases, type, operators, source, spelling);
  }

  boolean isNamed(String name) {
    return key.equals(name) || aliases.contains(name);
  }

  private static Field attribute(String key, ValueType type, Source source, String... aliases) {
    Set<Operator> operators =
        switch (type) {
          case TEXT, IDENTITY -> Operator.TEXT;
          case WHOLE, REAL -> Operator.NUMERIC;
          case NUMERAL -> Operator.IDENTITY;
        };
    return new Field("", key, List.of(aliases), type, operators, source, UnaryOperator.identity());
  }
}
