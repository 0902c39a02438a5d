package imprint.artifact;

import imprint.failure.Failure;
import imprint.storage.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of an upload on its way into a storage: counts and hashes what passes, and fails where
 * it would end when it is not what the sender announced. So a storage never sees the regular end of
 * a body that was cut off or altered.
 */
public final class MeasuredBody extends InputStream {
  private final InputStream body;
  private final Expectation expected;
  private final MessageDigest sha256 = Digests.sha256();
  private final Map<String, MessageDigest> others = new LinkedHashMap<>();
  private long size;
  private @Nullable String digest;

  public MeasuredBody(InputStream body, Expectation expected) {
    this.body = body;
    this.expected = expected;
    for (String algorithm : expected.digests().keySet()) {
      if (!algorithm.equals(Digests.SHA_256)) {
        others.put(algorithm, Digests.of(algorithm));
      }
    }
  }

  /** How many bytes have passed. */
  public long size() {
    return size;
  }

  /** The SHA-256 of the whole body, once its end was read. */
  public String sha256() {
    if (digest == null) {
      throw new IllegalStateException("the body was not read to its end");
    }
    return digest;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int count = readBody(buffer, offset, length);
    if (count < 0) {
      end();
      return -1;
    }
    size += count;
    if (size > expected.size().orElse(Long.MAX_VALUE)) {
      throw wrong("is longer than the " + expected.size().getAsLong() + " bytes announced");
    }
    sha256.update(buffer, offset, count);
    others.values().forEach(other -> other.update(buffer, offset, count));
    return count;
  }

  private int readBody(byte[] buffer, int offset, int length) {
    try {
      return body.read(buffer, offset, length);
    } catch (IOException cut) {
      throw wrong("was cut off after " + size + " bytes");
    }
  }

  private void end() {
    if (digest != null) {
      return;
    }
    if (size < expected.size().orElse(0)) {
      throw wrong(
          "ended after " + size + " of the " + expected.size().getAsLong() + " bytes announced");
    }
    digest = hex(sha256);
    requireEqual(Digests.SHA_256, digest);
    others.forEach((algorithm, other) -> requireEqual(algorithm, hex(other)));
  }

  private void requireEqual(String algorithm, String actual) {
    if (!expected.digests().getOrDefault(algorithm, actual).equals(actual)) {
      throw wrong("does not have the " + algorithm + " digest announced");
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Failure.Invalid wrong(String how) {
    return new Failure.Invalid("body", "The uploaded body " + how + ". Nothing was kept.");
  }
}
