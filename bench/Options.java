import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command line of {@code --name value} pairs and {@code --switch} words. */
final class Options {
  private final Map<String, List<String>> values = new HashMap<>();

  /** Reads the arguments; one that is not known, or lacks its value, ends the program. */
  Options(String[] arguments, Set<String> names, Set<String> switches) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (switches.contains(argument)) {
        values.computeIfAbsent(argument, _ -> new ArrayList<>()).add("");
      } else if (names.contains(argument) && i + 1 < arguments.length) {
        values.computeIfAbsent(argument, _ -> new ArrayList<>()).add(arguments[++i]);
      } else {
        refuse(argument + " is not an option here, or lacks its value");
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  Optional<String> last(String name) {
    return has(name) ? Optional.of(values.get(name).getLast()) : Optional.empty();
  }

  double number(String name, double otherwise) {
    try {
      return last(name).map(Double::parseDouble).orElse(otherwise);
    } catch (NumberFormatException e) {
      return refuse(name + " wants a number, not " + e.getMessage());
    }
  }

  /** Says what is wrong with the command line and ends the program with 2. */
  static <T> T refuse(String reason) {
    System.err.println(reason);
    System.exit(2);
    throw new IllegalStateException(reason);
  }
}
