package imprint.sql;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.postgresql.PGConnection;

/**
 * Binds Java arrays as PostgreSQL arrays; the driver sends those of numbers in binary, so doubles
 * stay exact.
 */
final class ArrayArguments implements ArgumentFactory {
  private static final Map<Type, String> ELEMENTS =
      Map.of(
          String[].class, "text",
          long[].class, "int8",
          int[].class, "int4",
          double[].class, "float8");

  @Override
  public Optional<Argument> build(Type type, Object value, ConfigRegistry config) {
    return Optional.ofNullable(ELEMENTS.get(type))
        .map(
            element ->
                (position, statement, context) ->
                    statement.setArray(
                        position,
                        statement
                            .getConnection()
                            .unwrap(PGConnection.class)
                            .createArrayOf(element, value)));
  }
}
