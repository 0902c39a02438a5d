package imprint.storage;

import imprint.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** Whether an answer carries the bytes that were asked for, by what its headers say. */
final class S3Range {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

  private S3Range() {}

  /**
   * Returns when the answer carries {@code length} bytes from {@code offset} on.
   *
   * @throws Failure.DataLoss when the object is shorter
   * @throws Failure.Unavailable when the server answers something else
   */
  static void require(Headers headers, long offset, long length) {
    @Nullable String range = headers.get("Content-Range");
    long first;
    long size;
    if (range == null) {
      first = 0; // a server may answer the whole object
      size = number(headers.get("Content-Length"));
    } else {
      Matcher parts = CONTENT_RANGE.matcher(range);
      if (!parts.matches()) {
        throw S3Faults.unavailable("read", "The answer has another range than was asked for.");
      }
      first = Long.parseLong(parts.group(1));
      size = Long.parseLong(parts.group(2)) - first + 1;
    }
    if (first != offset) {
      throw S3Faults.unavailable("read", "The answer has another range than was asked for.");
    }
    if (size < length) {
      throw new Failure.DataLoss("The stored bytes of this artifact are incomplete.");
    }
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
  }
}
