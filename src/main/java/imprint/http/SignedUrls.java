package imprint.http;

import imprint.failure.Failure;
import imprint.failure.WrongSettingException;
import imprint.secret.KeyedHash;
import imprint.secret.ServerKey;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * URLs of this server that carry their own permission until they expire: for one method, one path
 * and one file name. They take the place of a storage's own signed URLs where it has none. The
 * signature is the HMAC-SHA256 of those and the expiry, in hexadecimal digits.
 */
@ApplicationScoped
public class SignedUrls {
  /** What the paths of all such URLs begin with. */
  public static final String ROOT = "/api/v1/signed";

  /** The longest that any URL is valid. */
  public static final Duration LONGEST = Duration.ofHours(1);

  private static final String PURPOSE = "signed-urls";

  private final KeyedHash hash;
  private final Optional<String> publicUrl;
  private final InstantSource clock;

  /**
   * The URLs of a configuration.
   *
   * @param publicUrl the setting {@code imprint.public-url}: how clients reach this server, such as
   *     {@code https://ml.example.org/imprint}; without it, how the request in hand did
   * @throws WrongSettingException when that is no http or https URL of a host
   */
  SignedUrls(
      ServerKey serverKey,
      @ConfigProperty(name = "imprint.public-url") Optional<String> publicUrl,
      InstantSource clock) {
    this.hash = new KeyedHash(serverKey, PURPOSE);
    this.publicUrl = publicUrl.filter(text -> !text.isBlank()).map(SignedUrls::checked);
    this.clock = clock;
  }

  /** Makes a wrong setting known at the start rather than to the first client. */
  void check(@Observes StartupEvent start) {
    publicUrl.ifPresent(SignedUrls::checked);
  }

  private static String checked(String text) {
    URI url;
    try {
      url = URI.create(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw notPublic(text);
    }
    boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!http
        || url.getHost() == null
        || url.getRawUserInfo() != null
        || url.getRawQuery() != null
        || url.getRawFragment() != null) {
      throw notPublic(text);
    }
    return text.strip().replaceAll("/+$", "");
  }

  private static WrongSettingException notPublic(String text) {
    return new WrongSettingException(
        "The setting imprint.public-url (IMPRINT_PUBLIC_URL) is '"
            + text
            + "' and not a URL such as https://ml.example.org");
  }

  /** A URL to PUT a part of an upload. */
  public String part(HttpServerRequest request, UUID upload, int number, Duration validity) {
    return signed(request, "PUT", ROOT + "/parts/" + upload + "/" + number, null, validity);
  }

  /** A URL to PUT the body of an upload. */
  public String upload(HttpServerRequest request, UUID upload, Duration validity) {
    return signed(request, "PUT", ROOT + "/uploads/" + upload, null, validity);
  }

  /** A URL to GET the content of a key as a file of this name. */
  public String download(HttpServerRequest request, UUID key, String fileName, Duration validity) {
    return signed(request, "GET", ROOT + "/downloads/" + key, fileName, validity);
  }

  /** The same of a content that was asked for as a file of a version. */
  public String download(
      HttpServerRequest request, UUID key, long version, String fileName, Duration validity) {
    return signed(request, "GET", ROOT + "/versions/" + version + "/" + key, fileName, validity);
  }

  private String signed(
      HttpServerRequest request,
      String method,
      String path,
      @Nullable String fileName,
      Duration validity) {
    String expires = String.valueOf(clock.instant().plus(validity).getEpochSecond());
    String name = fileName == null ? "" : "name=" + PercentEncoding.encodeQuery(fileName) + "&";
    return base(request)
        + path
        + "?"
        + name
        + "expires="
        + expires
        + "&signature="
        + signature(method, path, expires, fileName == null ? "" : fileName);
  }

  /** Scheme and host by which a client reaches this server, without a slash at the end. */
  private String base(HttpServerRequest request) {
    return publicUrl.orElseGet(() -> request.scheme() + "://" + request.authority());
  }

  /**
   * Fails unless the request is what a URL was signed for, and in time.
   *
   * @return the file name that was signed with it; empty when there was none
   * @throws Failure.Forbidden otherwise
   */
  public String verify(HttpServerRequest request) {
    String expires = text(RawQuery.first(request, "expires"));
    String name = text(RawQuery.first(request, "name"));
    String wanted = signature(request.method().name(), text(request.path()), expires, name);
    String given = text(RawQuery.first(request, "signature"));
    if (!MessageDigest.isEqual(
        wanted.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
      throw new Failure.Forbidden("The URL is not signed, or was signed for something else.");
    }
    // What is signed is a number, since it was signed here.
    if (!clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expires)))) {
      throw new Failure.Forbidden("The URL has expired. Ask for a new one.");
    }
    return name;
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private String signature(String method, String path, String expires, String name) {
    String signed = String.join("\n", method, path, expires, name);
    return HexFormat.of().formatHex(hash.of(signed.getBytes(StandardCharsets.UTF_8)));
  }
}
