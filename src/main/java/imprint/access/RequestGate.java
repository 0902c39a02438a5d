package imprint.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The first thing a request meets. It gives the request an id, which the access log and the answer
 * carry, sets the headers every answer has, and turns away other people's web pages (see {@link
 * BrowserRule}) and paths that two readers could understand differently: matrix parameters, doubled
 * slashes, dot segments, encoded slashes and NUL. Names of artifacts and tags may hold some of
 * those; their endpoints read the raw path themselves. A compressed body is turned away too (415):
 * nothing here inflates one, and to keep it as it came would make another file of it.
 */
@ApplicationScoped
class RequestGate {
  static final String REQUEST_ID = "X-Request-Id";

  private static final int FIRST = 10_000;
  private static final int LONGEST_ID = 64;
  private static final Pattern NAMED_IN_PATH =
      Pattern.compile(
          "/(api|ajax-api)/2\\.0/(mlflow-artifacts/(artifacts|presigned|mpu/(create|complete|abort))/.*|mlflow/logged-models/[^/;%]+/tags/(?!(\\.|%2[eE]){1,2}$)[^/]+)");

  /** What precedes the name of a version's file is judged as every other path is. */
  private static final Pattern VERSION_FILE =
      Pattern.compile("(/api/v1/projects/[^/]+/models/[^/]+/versions/[^/]+/files/).+");

  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          ".*(;|%3b|%2f|%5c|\\\\|%00|//|/\\.{1,2}(/|$)|/(\\.|%2e){1,2}(/|$)).*",
          Pattern.CASE_INSENSITIVE);

  private final BrowserRule browsers;

  RequestGate(
      @ConfigProperty(name = "imprint.allowed-hosts") Optional<List<String>> hosts,
      @ConfigProperty(name = "imprint.allowed-origins") Optional<List<String>> origins) {
    this.browsers = new BrowserRule(hosts.orElse(List.of()), origins.orElse(List.of()));
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, FIRST);
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    MultiMap headers = context.response().headers();
    headers.set(REQUEST_ID, requestId(request.getHeader(REQUEST_ID)));
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "SAMEORIGIN");
    String host = host(request);
    if (isAmbiguous(request.path()) || request.headers().getAll("Host").size() > 1) {
      refuse(
          context,
          400,
          "INVALID_PARAMETER_VALUE",
          "The path or the Host of the request is ambiguous.");
    } else if (!browsers.admitsHost(host)) {
      refuse(
          context,
          403,
          "PERMISSION_DENIED",
          "This server is not known by the name in the Host header. Its operator can allow the name with the setting"
              + " imprint.allowed-hosts (IMPRINT_ALLOWED_HOSTS).");
    } else if (!browsers.admitsOrigin(
        request.method().name(),
        host,
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"))) {
      refuse(context, 403, "PERMISSION_DENIED", "Cross-origin request blocked.");
    } else if (!isPlain(request.headers())) {
      headers.set("Accept-Encoding", "identity");
      refuse(
          context,
          415,
          "INVALID_PARAMETER_VALUE",
          "Content-Encoding: bodies are taken as they are, without an encoding.");
    } else {
      context.next();
    }
  }

  private static boolean isPlain(MultiMap headers) {
    // nearly every request is without one
    return !headers.contains("Content-Encoding")
        || headers.getAll("Content-Encoding").stream()
            .flatMap(header -> Stream.of(header.split(",", -1)))
            .map(String::strip)
            .allMatch(encoding -> encoding.isEmpty() || encoding.equalsIgnoreCase("identity"));
  }

  /** HTTP/2 names the host as the authority of the request. */
  private static @Nullable String host(HttpServerRequest request) {
    String host = request.getHeader("Host");
    return host == null && request.version() == HttpVersion.HTTP_2 && request.authority() != null
        ? request.authority().toString()
        : host;
  }

  private static void refuse(RoutingContext context, int status, String code, String message) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end("{\"error_code\":\"" + code + "\",\"message\":\"" + message + "\"}");
  }

  private static boolean isAmbiguous(@Nullable String rawPath) {
    if (rawPath == null) {
      return true;
    }
    if (!mayBeAmbiguous(rawPath) || NAMED_IN_PATH.matcher(rawPath).matches()) {
      return false;
    }
    Matcher file = VERSION_FILE.matcher(rawPath);
    return AMBIGUOUS.matcher(file.matches() ? file.group(1) : rawPath).matches();
  }

  /** Spares the patterns nearly every request: what they look for needs one of these characters. */
  private static boolean mayBeAmbiguous(String path) {
    char before = 0;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == ';' || c == '%' || c == '\\' || (before == '/' && (c == '/' || c == '.'))) {
        return true;
      }
      before = c;
    }
    return false;
  }

  private static String requestId(@Nullable String given) {
    boolean usable =
        given != null
            && !given.isEmpty()
            && given.length() <= LONGEST_ID
            && given
                .chars()
                .allMatch(
                    c ->
                        c == '-'
                            || c == '_'
                            || c == '.'
                            || (c < 128 && Character.isLetterOrDigit(c)));
    return usable
        ? String.valueOf(given)
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
