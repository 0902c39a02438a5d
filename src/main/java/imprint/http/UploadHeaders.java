package imprint.http;

import imprint.artifact.Expectation;
import imprint.failure.Failure;
import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of an upload say of its bytes: {@code Content-Length}, {@code Content-MD5}, and
 * the digests of {@code Digest} (RFC 3230) and of {@code Content-Digest} and {@code Repr-Digest}
 * (RFC 9530). Algorithms other than SHA-256, SHA-512 and MD5 are passed over.
 */
public final class UploadHeaders {
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512", "md5", "MD5");

  private UploadHeaders() {}

  public static Expectation read(HttpServerRequest request) {
    Map<String, String> digests = new HashMap<>();
    String md5 = request.getHeader("Content-MD5");
    if (md5 != null) {
      add(digests, "Content-MD5", "md5", md5.strip());
    }
    for (String field : new String[] {"Digest", "Content-Digest", "Repr-Digest"}) {
      for (String header : request.headers().getAll(field)) {
        for (String digest : header.split(",", -1)) {
          int equals = digest.indexOf('=');
          if (equals > 0) {
            String value = digest.substring(equals + 1).strip();
            add(digests, field, digest.substring(0, equals).strip(), withoutColons(value));
          }
        }
      }
    }
    return new Expectation(length(request.getHeader("Content-Length")), digests);
  }

  private static void add(
      Map<String, String> digests, String field, String algorithm, String base64) {
    String known = ALGORITHMS.get(algorithm.toLowerCase(Locale.ROOT));
    if (known == null) {
      return;
    }
    try {
      digests.put(known, HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException notBase64) {
      throw new Failure.Invalid(
          field, "The header " + field + " does not hold a digest in base64.");
    }
  }

  private static String withoutColons(String value) {
    boolean enclosed = value.length() > 1 && value.startsWith(":") && value.endsWith(":");
    return enclosed ? value.substring(1, value.length() - 1) : value;
  }

  private static OptionalLong length(@Nullable String header) {
    // The HTTP layer has refused what is not a number, or disagrees with the framing.
    return header == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(header));
  }
}
