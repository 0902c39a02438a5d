package imprint.attestation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PEM text (RFC 7468): DER in base64 between a line that begins and one that ends it. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  /** A block, whose base64 is whole. */
  record Block(String label, String base64) {
    byte[] der() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /** All blocks of a text that are whole; what is between them is no part of PEM. */
  static List<Block> blocks(String text) {
    List<Block> blocks = new ArrayList<>();
    for (Matcher match = BLOCK.matcher(text); match.find(); ) {
      Block block = new Block(match.group(1), match.group(2).replaceAll("\\s", ""));
      try {
        block.der();
        blocks.add(block);
      } catch (IllegalArgumentException notBase64) {
        // not whole
      }
    }
    return blocks;
  }

  static String text(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + LINES.encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }
}
