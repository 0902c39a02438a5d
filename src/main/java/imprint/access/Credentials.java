package imprint.access;

import imprint.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code Authorization} headers: {@code Bearer <token>} (RFC 6750) and {@code Basic <base64
 * of user:token>} (RFC 7617), whose user is not looked at. The stock MLflow client sends the first
 * for {@code MLFLOW_TRACKING_TOKEN}, the second for a user name and a password.
 */
final class Credentials {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";
  private static final int LONGEST = 1024;

  private Credentials() {}

  /**
   * What a request presents as its token: empty without a header, and a text that is no token when
   * the header is none of the two.
   *
   * @throws Failure.Invalid when there are two headers, which two readers may choose between
   */
  static Optional<String> presented(List<String> headers) {
    if (headers.isEmpty()) {
      return Optional.empty();
    }
    if (headers.size() > 1) {
      throw new Failure.Invalid("Authorization", "There is more than one Authorization header.");
    }
    String header = headers.getFirst();
    if (header.length() > LONGEST) {
      return Optional.of("");
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(header.substring(BEARER.length()).strip());
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return Optional.of(password(header.substring(BASIC.length()).strip()));
    }
    return Optional.of("");
  }

  private static String password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }
}
