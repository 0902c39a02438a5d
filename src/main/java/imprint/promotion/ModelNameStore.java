package imprint.promotion;

import imprint.sql.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of models by their rows, those of deleted ones too: promotions outlive what they are
 * about.
 */
@ApplicationScoped
class ModelNameStore {
  private final Database database;

  ModelNameStore(Database database) {
    this.database = database;
  }

  private static final String NAMES = "select id, name from model where id = any(:ids)";

  Map<Long, String> of(List<Long> ids) {
    Map<Long, String> names = new HashMap<>();
    database.with(
        h -> {
          h.createQuery(NAMES)
              .bind("ids", ids.stream().mapToLong(Long::longValue).toArray())
              .map((row, context) -> names.put(row.getLong("id"), row.getString("name")))
              .list();
          return null;
        });
    return names;
  }
}
