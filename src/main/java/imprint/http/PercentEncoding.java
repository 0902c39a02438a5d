package imprint.http;

import imprint.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Percent encoding of RFC 3986, decoded exactly once and strictly: a name that was encoded twice
 * keeps one layer as its literal text, and what is no UTF-8 is refused rather than replaced.
 */
public final class PercentEncoding {
  /** {@code attr-char} of RFC 8187 beside letters and digits. */
  private static final String PLAIN = "!#$&+-.^_`|~";

  private PercentEncoding() {}

  /** Decodes a part of a request's path, where {@code +} is a plus. */
  public static String decodePath(String raw) {
    return decode("path", raw, false);
  }

  /** Decodes a part of a query, where {@code +} is a space, as forms have it. */
  public static String decodeQuery(String field, String raw) {
    return decode(field, raw, true);
  }

  private static String decode(String field, String raw, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(octet(field, raw, i));
        i += 2;
      } else if (c > 0xFF) {
        throw malformed(field); // the server reads a request line byte by byte
      } else {
        bytes.write(plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException notText) {
      throw malformed(field);
    }
  }

  private static int octet(String field, String raw, int percent) {
    if (percent + 2 >= raw.length()
        || !HexFormat.isHexDigit(raw.charAt(percent + 1))
        || !HexFormat.isHexDigit(raw.charAt(percent + 2))) {
      throw malformed(field);
    }
    return HexFormat.fromHexDigits(raw, percent + 1, percent + 3);
  }

  /** Encodes a text as a part of a query. */
  public static String encodeQuery(String text) {
    return encode(text, "-._~");
  }

  /** Encodes a text as the value of an extended header parameter, RFC 8187. */
  public static String encode(String text) {
    return encode(text, PLAIN);
  }

  private static String encode(String text, String alsoPlain) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      boolean plain = letter || (c >= '0' && c <= '9') || alsoPlain.indexOf(c) >= 0;
      if (plain) {
        encoded.append(c);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return encoded.toString();
  }

  private static Failure.Invalid malformed(String field) {
    return new Failure.Invalid(
        field, "Invalid path: its percent encoding is not that of UTF-8 text");
  }
}
