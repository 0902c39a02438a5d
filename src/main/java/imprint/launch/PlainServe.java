package imprint.launch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code imprint serve} as it is nearly always written, read without picocli: its classes are too
 * old to be kept in the AOT cache, and a third of a second of each start was theirs. Whatever is
 * not plainly right is left to picocli, which reads it by the same rules and says what is wrong.
 */
final class PlainServe {
  private static final Set<String> VALUED = Set.of("--host", "--port", "--data", "--database-url");
  private static final String UNAUTHENTICATED = "--allow-unauthenticated";

  private final Map<String, String> given;
  private final Map<String, String> environment;

  private PlainServe(Map<String, String> given, Map<String, String> environment) {
    this.given = given;
    this.environment = environment;
  }

  /**
   * Reads {@code serve} followed by options of the forms {@code --name value}, {@code --name=value}
   * and {@code --allow-unauthenticated}, each once.
   *
   * @param environment where {@code IMPRINT_HOST} and the others are looked for
   * @return empty for all else
   */
  static Optional<Server.ServeOptions> read(List<String> words, Map<String, String> environment) {
    if (words.isEmpty() || !words.getFirst().equals("serve")) {
      return Optional.empty();
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      @Nullable String value = null;
      if (word.equals(UNAUTHENTICATED)) {
        boolean last = i + 1 == words.size();
        value = last || words.get(i + 1).startsWith("--") ? "true" : null;
      } else if (VALUED.contains(name)) {
        value = equals >= 0 ? word.substring(equals + 1) : ++i < words.size() ? words.get(i) : null;
      }
      if (value == null || !isPlain(value) || given.put(name, value) != null) {
        return Optional.empty();
      }
    }
    return new PlainServe(given, environment).options();
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty() && "-@\"'".indexOf(value.charAt(0)) < 0;
  }

  private Optional<Server.ServeOptions> options() {
    String port = chosen("--port", "IMPRINT_PORT", "5000");
    String open = chosen(UNAUTHENTICATED, "IMPRINT_ALLOW_UNAUTHENTICATED", "false");
    String host = chosen("--host", "IMPRINT_HOST", "127.0.0.1");
    if (!port.matches("[0-9]{1,9}") || !Set.of("true", "false").contains(open) || !isPlain(host)) {
      return Optional.empty();
    }
    DataOptions where =
        new DataOptions(
            Optional.ofNullable(given.get("--data")).map(Path::of).orElse(null),
            given.get("--database-url"));
    return Optional.of(
        new Server.ServeOptions(
            host, Integer.parseInt(port), where.folder(), where.database(), open.equals("true")));
  }

  private String chosen(String option, String variable, String otherwise) {
    return given.getOrDefault(option, environment.getOrDefault(variable, otherwise));
  }
}
