package imprint.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other people's web pages out of a server that asks nobody to log in. A page that was led
 * here under a name of its own (DNS rebinding) is known by its Host header; one that sends a
 * request across by its Origin or Sec-Fetch-Site. Programs send neither, and pass.
 */
final class BrowserRule {
  private static final String ANY = "*";
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Set<String> hosts;
  private final Set<String> origins;

  /**
   * The rule of a configuration.
   *
   * @param hosts host names, without port, that this server is reached by besides localhost and
   *     private addresses; {@code *} for any
   * @param origins origins, such as {@code https://ml.example.org}, whose pages may change things
   */
  BrowserRule(List<String> hosts, List<String> origins) {
    this.hosts = lowerCase(hosts);
    this.origins = lowerCase(origins);
  }

  /** Whether a request may name this host: localhost, a private address, or a configured name. */
  boolean admitsHost(@Nullable String header) {
    if (header == null || header.isEmpty()) {
      return false;
    }
    String name = withoutPort(header.toLowerCase(Locale.ROOT));
    return hosts.contains(ANY)
        || hosts.contains(name)
        || name.equals("localhost")
        || name.equals("127.0.0.1")
        || isPrivate(name);
  }

  /** Whether a request may change something, by what a browser says of the page that sends it. */
  boolean admitsOrigin(
      String method, @Nullable String host, @Nullable String origin, @Nullable String fetchSite) {
    if (READING.contains(method)) {
      return true;
    }
    if (origin == null) {
      return fetchSite == null || !fetchSite.equals("cross-site");
    }
    String from = origin.toLowerCase(Locale.ROOT);
    int scheme = from.indexOf("://");
    boolean same =
        host != null
            && scheme > 0
            && from.substring(scheme + 3).equals(host.toLowerCase(Locale.ROOT));
    return same || origins.contains(from);
  }

  private static String withoutPort(String host) {
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end < 0 ? host : host.substring(1, end);
    }
    int colon = host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  /** An address literal of this machine or of a private network; a name is never looked up. */
  private static boolean isPrivate(String name) {
    if (!ADDRESS.matcher(name).matches()) {
      return false;
    }
    try {
      InetAddress address = InetAddress.ofLiteral(name);
      byte first = address.getAddress()[0];
      boolean uniqueLocal = address.getAddress().length == 16 && (first & 0xFE) == 0xFC;
      return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static Set<String> lowerCase(List<String> texts) {
    return texts.stream()
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
