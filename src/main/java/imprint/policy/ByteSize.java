package imprint.policy;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as people write them: {@code 200MB} is 200,000,000 bytes, {@code 200MiB} is 209,715,200.
 */
final class ByteSize {
  private static final Pattern WRITTEN =
      Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?) ?([kmgt]i?b|b)?");
  private static final Map<String, Long> UNITS =
      Map.of(
          "b", 1L,
          "kb", 1_000L,
          "mb", 1_000_000L,
          "gb", 1_000_000_000L,
          "tb", 1_000_000_000_000L,
          "kib", 1L << 10,
          "mib", 1L << 20,
          "gib", 1L << 30,
          "tib", 1L << 40);

  private ByteSize() {}

  /** Bytes; empty when the text is no size or beyond 2^63. */
  static OptionalLong read(String text) {
    Matcher matcher = WRITTEN.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    String unit = matcher.group(2) == null ? "b" : matcher.group(2);
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(UNITS.getOrDefault(unit, 1L)));
    return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.longValue());
  }

  /** With thousands separated. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%,d bytes", bytes);
  }
}
