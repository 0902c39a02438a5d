package imprint.sql;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.postgresql.PGConnection;

/**
 * Binds Java arrays as PostgreSQL arrays; the driver sends those of numbers in binary, so doubles
 * stay exact and a batch is not spelt out. Preparable, since Jdbi asks its own factory, which boxes
 * each element and sends text, before those that are not.
 */
final class ArrayArguments implements ArgumentFactory.Preparable {
  private static final Map<Type, String> ELEMENTS =
      Map.of(
          String[].class, "text",
          long[].class, "int8",
          Long[].class, "int8", // may hold nulls
          int[].class, "int4",
          double[].class, "float8");

  @Override
  public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
    return Optional.ofNullable(ELEMENTS.get(type))
        .map(
            element ->
                value ->
                    (position, statement, context) ->
                        statement.setArray(
                            position,
                            statement
                                .getConnection()
                                .unwrap(PGConnection.class)
                                .createArrayOf(element, value)));
  }
}
