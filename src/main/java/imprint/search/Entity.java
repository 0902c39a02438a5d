package imprint.search;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What stands before the dot of a name: a fixed set of fields, or a family with any key. */
public sealed interface Entity {
  /** The name that messages use. */
  String name();

  /** Every word a filter may write for it, the name included. Case matters. */
  List<String> words();

  /** The field of this entity called {@code key}. */
  Optional<Field> field(String key);

  /** Fields with names of their own. */
  record Fixed(String name, List<String> words, List<Field> fields) implements Entity {
    public Fixed {
      String entity = name;
      words = List.copyOf(words);
      fields = fields.stream().map(field -> field.of(entity)).toList();
    }

    @Override
    public Optional<Field> field(String key) {
      return fields.stream().filter(field -> field.isNamed(key)).findFirst();
    }
  }

  /** Any key at all, each with a value that an object may lack. */
  record Family(
      String name,
      List<String> words,
      ValueType type,
      Set<Operator> operators,
      Field.Source.Rows rows)
      implements Entity {
    public Family {
      words = List.copyOf(words);
    }

    @Override
    public Optional<Field> field(String key) {
      return Optional.of(
          new Field(name, key, List.of(), type, operators, rows, UnaryOperator.identity()));
    }
  }
}
