package imprint.archive;

import imprint.artifact.ArtifactPath;
import imprint.failure.Failure;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The name of a member. One that {@link ArtifactPath} refuses becomes a single component in which
 * everything but letters, digits and a few marks is percent-encoded.
 *
 * @param path without a leading {@code ./} or a slash at the end; empty for the root
 * @param isSlashed whether the archive has it with a slash at the end, as it has folders
 */
record MemberName(String path, boolean isSlashed, boolean isSafe) {
  /** Bytes of a name. */
  static final int MOST_BYTES = ArtifactPath.MOST_BYTES;

  private static final int LONGEST_ESCAPED = 1_000;
  private static final String PLAIN = "-_.~";

  /**
   * Reads a name.
   *
   * @throws Failure.TooLarge when it is longer than 2048 bytes
   */
  static MemberName of(byte[] bytes, Charset charset) {
    if (bytes.length > MOST_BYTES) {
      throw tooLong();
    }
    String text;
    try {
      text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      return new MemberName(escaped(bytes), false, false);
    }
    boolean slashed = text.endsWith("/");
    String path = slashed ? text.substring(0, text.length() - 1) : text;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    if (slashed && (path.isEmpty() || path.equals("."))) {
      return new MemberName("", true, true);
    }
    return isSafe(path)
        ? new MemberName(path, slashed, true)
        : new MemberName(escaped(text.getBytes(StandardCharsets.UTF_8)), slashed, false);
  }

  static Failure.TooLarge tooLong() {
    return new Failure.TooLarge(
        "The archive has a member whose name is longer than " + MOST_BYTES + " bytes.");
  }

  private static boolean isSafe(String path) {
    if (path.isEmpty()) {
      return false;
    }
    try {
      return new ArtifactPath(path).text().equals(path);
    } catch (Failure.Invalid unsafe) {
      return false;
    }
  }

  private static String escaped(byte[] bytes) {
    StringBuilder escaped = new StringBuilder("%");
    for (byte b : bytes) {
      char c = (char) (b & 0xFF);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      boolean dots = c == '.' && escaped.charAt(escaped.length() - 1) == '.';
      if (letter || (c >= '0' && c <= '9') || (PLAIN.indexOf(c) >= 0 && !dots)) {
        escaped.append(c);
      } else {
        escaped.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
      }
    }
    return escaped.substring(
        bytes.length == 0 ? 0 : 1, Math.min(escaped.length(), LONGEST_ESCAPED));
  }
}
