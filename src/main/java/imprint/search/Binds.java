package imprint.search;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The binds of a piece of SQL under construction; every name is unique within the prefix. */
final class Binds {
  // A colon that is not part of a cast starts a bind's name.
  private static final Pattern NAME = Pattern.compile("(?<!:):([a-z][a-z_]*)");

  private final String prefix;
  private final Map<String, Object> values = new LinkedHashMap<>();

  Binds(String prefix) {
    if (!prefix.matches("[a-z][a-z_]*")) {
      throw new IllegalArgumentException("not a prefix of binds: " + prefix);
    }
    this.prefix = prefix;
  }

  /** Adds a value and returns how SQL mentions it. */
  String add(Object value) {
    String name = prefix + values.size();
    values.put(name, value);
    return ":" + name;
  }

  /** {@code sql} with its binds renamed; each takes its value from {@code given}. */
  String rename(String sql, Map<String, Object> given) {
    Map<String, String> renamed = new LinkedHashMap<>();
    StringBuilder result = new StringBuilder(sql.length() + 16);
    Matcher matcher = NAME.matcher(sql);
    while (matcher.find()) {
      String mention =
          renamed.computeIfAbsent(matcher.group(1), name -> add(required(given, name)));
      matcher.appendReplacement(result, mention);
    }
    return matcher.appendTail(result).toString();
  }

  Map<String, Object> values() {
    return Map.copyOf(values);
  }

  private static Object required(Map<String, Object> given, String name) {
    Object value = given.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "SQL of the vocabulary mentions a bind it does not have: " + name);
    }
    return value;
  }
}
