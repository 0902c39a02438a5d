package imprint.tracking;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes texts that are nearly filters, and some that are. */
final class FilterDamage {
  private final Random random;
  private final FilterGenerator generator;

  FilterDamage(Random random) {
    this.random = random;
    this.generator = new FilterGenerator(random);
  }

  /** A filter changed at random, or a heap of pieces of filters. */
  String next() {
    if (random.nextInt(4) == 0) {
      return IntStream.range(0, 1 + random.nextInt(12))
          .mapToObj(i -> PIECES.get(random.nextInt(PIECES.size())))
          .collect(Collectors.joining(random.nextBoolean() ? "" : " "));
    }
    StringBuilder text = new StringBuilder(generator.filter().text());
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(4));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
      }
    }
    return text.toString();
  }

  private static final List<String> PIECES =
      List.of(
          "(",
          ")",
          "'",
          "\"",
          "`",
          ".",
          ",",
          ";",
          "=",
          "!=",
          "<>",
          "<",
          ">",
          "-",
          "--",
          "/*",
          "+",
          "%",
          "\\",
          "[",
          "{",
          ":f0",
          "?",
          "::",
          "$1",
          "<joins>",
          "#{",
          "AND",
          "or",
          "NOT",
          "IN",
          "IS",
          "NULL",
          "LIKE",
          "metrics.",
          "metrics.a",
          "params.x",
          "tags",
          "run_id",
          "start_time",
          "dataset.name",
          "1",
          "1e",
          "-.5",
          "1e400",
          "NaN",
          "'a'",
          "\0",
          "\ud83d",
          "😀",
          "\u00a0",
          "\u200b",
          "é",
          "\n",
          " ",
          "\u0301");
}
