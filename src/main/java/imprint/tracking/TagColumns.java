package imprint.tracking;

import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tags or params as statements answer them: an array of keys and one of values. */
public final class TagColumns {
  private TagColumns() {}

  /** The tags of two arrays of the same length, null when there are none. */
  public static List<Tag> read(@Nullable Array keys, @Nullable Array values) throws SQLException {
    if (keys == null || values == null) {
      return List.of();
    }
    String[] names = (String[]) keys.getArray();
    String[] texts = (String[]) values.getArray();
    List<Tag> tags = new ArrayList<>(names.length);
    for (int i = 0; i < names.length; i++) {
      tags.add(new Tag(names[i], texts[i]));
    }
    return tags;
  }
}
