package imprint.policy;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * About how many instructions a regular expression compiles to, told without compiling it. Each
 * character counts one and each counted repetition multiplies what it repeats; what is inside of a
 * character class counts too, which is more than it costs.
 */
final class PatternSize {
  private static final long ENOUGH = 1_000_000;

  private final String source;
  private int offset;
  private long total;
  private long last;

  private PatternSize(String source) {
    this.source = source;
  }

  static long of(String source) {
    return new PatternSize(source).measure();
  }

  private long measure() {
    Deque<Long> outside = new ArrayDeque<>();
    while (offset < source.length() && total < ENOUGH) {
      char next = source.charAt(offset++);
      switch (next) {
        case '\\' -> {
          boolean unicodeClass = source.regionMatches(true, offset, "p", 0, 1);
          offset++;
          add(unicodeClass ? 50 : 1);
        }
        case '[' -> characterClass();
        case '(' -> {
          outside.push(total);
          total = 0;
          last = 0;
        }
        case ')' -> {
          long group = total + 2;
          total = outside.isEmpty() ? 0 : outside.pop();
          add(group);
        }
        case '{' -> repeat();
        default -> add(1);
      }
    }
    long sum = total;
    for (long part : outside) {
      sum += part;
    }
    return sum;
  }

  private void characterClass() {
    int end = source.indexOf(']', offset + 1);
    offset = end < 0 ? source.length() : end + 1;
    add(5);
  }

  private void repeat() {
    int end = source.indexOf('}', offset);
    String counts = end < 0 ? "" : source.substring(offset, end);
    if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      add(1);
      return;
    }
    offset = end + 1;
    String most = counts.endsWith(",") ? counts.substring(0, counts.length() - 1) : counts;
    long times = Math.max(1, Long.parseLong(most.substring(most.indexOf(',') + 1)));
    total += last * (times - 1);
    last *= times;
  }

  private void add(long size) {
    total += size;
    last = size;
  }
}
