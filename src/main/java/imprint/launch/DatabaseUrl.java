package imprint.launch;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a PostgreSQL of the operator's own is reached.
 *
 * @param jdbcUrl what the PostgreSQL JDBC driver connects to; holds no credentials when it was made
 *     from a {@code postgresql://} URL
 * @param user who connects, empty when the JDBC URL says so itself
 * @param password empty when none was given (for instance with client certificates)
 */
record DatabaseUrl(String jdbcUrl, Optional<String> user, Optional<String> password) {
  private static final String JDBC = "jdbc:postgresql:";

  /** {@code +driver} is what SQLAlchemy, and so MLflow, writes after the scheme. */
  private static final Pattern URL =
      Pattern.compile(
          "postgres(?:ql)?(?:\\+\\w+)?://(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
              + "(?<hosts>[^/?@]*)(?:/(?<database>[^?]*))?(?:\\?(?<query>.*))?");

  /** libpq's spelling of a parameter → pgjdbc's, where the two differ. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of("connect_timeout", "connectTimeout", "application_name", "ApplicationName");

  /**
   * Reads {@code postgresql://user:password@host:port/database?parameters} or a {@code
   * jdbc:postgresql:} URL.
   *
   * @param user wins over the one in the URL
   * @param password wins over the one in the URL
   * @throws Refusal when the text is neither; the text itself is not repeated, it may hold a
   *     password
   */
  static DatabaseUrl parse(String text, Optional<String> user, Optional<String> password) {
    if (text.startsWith(JDBC)) {
      return new DatabaseUrl(text, user, password);
    }
    Matcher parts = URL.matcher(text);
    if (!parts.matches()) {
      throw new Refusal(
          "IMPRINT_DATABASE_URL is not a PostgreSQL URL: want"
              + " postgresql://user:password@host:5432/database (with %40 for an @ in the password).");
    }
    String hosts = parts.group("hosts").isEmpty() ? "localhost" : parts.group("hosts");
    String database = Optional.ofNullable(parts.group("database")).orElse("");
    String query = Optional.ofNullable(parts.group("query")).map(q -> "?" + renamed(q)).orElse("");
    return new DatabaseUrl(
        JDBC + "//" + hosts + "/" + database + query,
        user.or(() -> decoded(parts.group("user"))),
        password.or(() -> decoded(parts.group("password"))));
  }

  /** The URL without credentials and parameters, for messages. */
  String shown() {
    String bare = jdbcUrl.substring("jdbc:".length());
    int query = bare.indexOf('?');
    return (query < 0 ? bare : bare.substring(0, query)).replaceAll("//[^/@]*@", "//");
  }

  /** What the driver wants beside the URL. */
  Properties credentials() {
    Properties properties = new Properties();
    user.ifPresent(value -> properties.setProperty("user", value));
    password.ifPresent(value -> properties.setProperty("password", value));
    return properties;
  }

  /** Never the password. */
  @Override
  public String toString() {
    return shown();
  }

  private static String renamed(String query) {
    StringBuilder result = new StringBuilder();
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String rest = equals < 0 ? "" : parameter.substring(equals);
      result.append(result.isEmpty() ? "" : "&");
      result.append(DRIVER_NAMES.getOrDefault(name, name)).append(rest);
    }
    return result.toString();
  }

  private static Optional<String> decoded(@org.jspecify.annotations.Nullable String part) {
    if (part == null || part.isEmpty()) {
      return Optional.empty();
    }
    try {
      // a plus is a plus in this part of a URL; URLDecoder would make it a space
      return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "IMPRINT_DATABASE_URL holds a % that starts no %XX escape; write a literal % as %25.");
    }
  }
}
