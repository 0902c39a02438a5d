package imprint.page;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Tells queries apart: a page token continues only the query that it came from. */
public final class Fingerprint {
  static final int SIZE = 16;

  private final byte[] bytes;

  private Fingerprint(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The fingerprint of a query.
   *
   * @param object the kind of object searched, such as {@code candidates}
   * @param parts everything else that the answer depends on: project, ids, filter, order, view; not
   *     the page size. Each value counts as its text, which must be the same in every process
   */
  public static Fingerprint of(String object, List<?>... parts) {
    MessageDigest digest = sha256();
    add(digest, List.of(object));
    for (List<?> part : parts) {
      add(digest, part);
    }
    return new Fingerprint(Arrays.copyOf(digest.digest(), SIZE));
  }

  boolean matches(byte[] other) {
    return MessageDigest.isEqual(bytes, other);
  }

  byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }

  /** Every list and text is preceded by its length, so that no two queries write the same bytes. */
  private static void add(MessageDigest digest, List<?> values) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(values.size()).flip());
    for (Object value : values) {
      byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).flip());
      digest.update(text);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
