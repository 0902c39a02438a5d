package imprint.page;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * Where the next page of a query starts: after the row with these sort values. As text it is
 * base64url of
 *
 * <pre>
 * version (1 byte) | fingerprint (16) | values | first 8 bytes of the SHA-256 of all before
 * value := 0 | 1 length(int) UTF-8 | 2 long | 3 double bits
 * </pre>
 *
 * The checksum finds damage; it is no secret, and nothing in a token is trusted: values only ever
 * become binds.
 *
 * @param after the sort values of the last row shown
 */
public record PageToken(Fingerprint query, List<SortValue> after) {
  /** The longest token, in characters. */
  public static final int LONGEST = 8_192;

  private static final byte VERSION = 1;
  private static final int CHECKSUM = 8;
  private static final byte MISSING = 0;
  private static final byte TEXT = 1;
  private static final byte WHOLE = 2;
  private static final byte REAL = 3;

  public PageToken {
    after = List.copyOf(after);
  }

  /** The token as a caller gets it: letters, digits, {@code -} and {@code _}. */
  public String text() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.write(query.bytes());
      for (SortValue value : after) {
        write(out, value);
      }
      out.flush();
      out.write(checksum(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes every byte", e);
    }
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    if (text.length() > LONGEST) {
      throw new IllegalStateException(
          "a page token may have %d characters, not %d".formatted(LONGEST, text.length()));
    }
    return text;
  }

  /**
   * Reads a token that a caller sent.
   *
   * @throws InvalidPageTokenException unless it is unchanged and of this query
   */
  public static PageToken parse(String text, Fingerprint query) {
    if (text.length() > LONGEST) {
      throw new InvalidPageTokenException();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      int end = bytes.length - CHECKSUM;
      if (end <= Fingerprint.SIZE
          || !Arrays.equals(
              checksum(Arrays.copyOf(bytes, end)), Arrays.copyOfRange(bytes, end, bytes.length))
          || bytes[0] != VERSION
          || !query.matches(Arrays.copyOfRange(bytes, 1, 1 + Fingerprint.SIZE))) {
        throw new InvalidPageTokenException();
      }
      ByteBuffer values = ByteBuffer.wrap(bytes, 1 + Fingerprint.SIZE, end - 1 - Fingerprint.SIZE);
      List<SortValue> after = new ArrayList<>();
      while (values.hasRemaining()) {
        after.add(read(values));
      }
      PageToken token = new PageToken(query, after);
      // Base64 decoders overlook the unused bits of a last character; a token has one spelling.
      if (!token.text().equals(text)) {
        throw new InvalidPageTokenException();
      }
      return token;
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | CharacterCodingException notOurs) {
      throw new InvalidPageTokenException();
    }
  }

  private static void write(DataOutputStream out, SortValue value) throws IOException {
    switch (value) {
      case SortValue.Missing ignored -> out.writeByte(MISSING);
      case SortValue.Text text -> {
        byte[] utf8 = text.value().getBytes(StandardCharsets.UTF_8);
        out.writeByte(TEXT);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
      case SortValue.Whole whole -> {
        out.writeByte(WHOLE);
        out.writeLong(whole.value());
      }
      case SortValue.Real real -> {
        out.writeByte(REAL);
        out.writeLong(Double.doubleToRawLongBits(real.value()));
      }
    }
  }

  private static SortValue read(ByteBuffer values) throws CharacterCodingException {
    return switch (values.get()) {
      case MISSING -> new SortValue.Missing();
      case TEXT -> {
        int length = values.getInt();
        if (length < 0 || length > values.remaining()) {
          throw new InvalidPageTokenException();
        }
        String text =
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(values.slice(values.position(), length))
                .toString();
        if (text.indexOf('\0') >= 0) {
          throw new InvalidPageTokenException();
        }
        values.position(values.position() + length);
        yield new SortValue.Text(text);
      }
      case WHOLE -> new SortValue.Whole(values.getLong());
      case REAL -> new SortValue.Real(Double.longBitsToDouble(values.getLong()));
      default -> throw new InvalidPageTokenException();
    };
  }

  private static byte[] checksum(byte[] bytes) {
    MessageDigest digest = Fingerprint.sha256();
    return Arrays.copyOf(digest.digest(bytes), CHECKSUM);
  }
}
