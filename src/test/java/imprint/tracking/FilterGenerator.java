package imprint.tracking;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes filters of runs together with what they mean, evaluated in memory. */
final class FilterGenerator {
  static final List<String> TEXTS =
      List.of("", "a", "A", "b", "ab", "a%", "_b", "it's", "x\ny", "é", "É", "50%", "\\", "a''b");

  static final List<String> KEYS = List.of("k", "a.b", "with blank", "and", "日本", "1x");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "1",
          "1.",
          ".5",
          "-1.5",
          "1e3",
          "-2E-1",
          "007",
          "1e400",
          "-1e400",
          "2",
          "3",
          "2.5",
          "99999999999999999999");

  private final Random random;

  FilterGenerator(Random random) {
    this.random = random;
  }

  /** A filter and the runs that it should match. */
  record Sample(String text, Predicate<SampleRun> holds) {}

  Sample filter() {
    return any(3);
  }

  private Sample any(int depth) {
    List<Sample> parts = several(() -> all(depth));
    return new Sample(
        join(parts, "OR"), run -> parts.stream().anyMatch(part -> part.holds().test(run)));
  }

  private Sample all(int depth) {
    List<Sample> parts = several(() -> part(depth));
    return new Sample(
        join(parts, "AND"), run -> parts.stream().allMatch(part -> part.holds().test(run)));
  }

  private Sample part(int depth) {
    int pick = depth == 0 ? 9 : random.nextInt(10);
    if (pick < 2) {
      Sample inner = part(depth - 1);
      return new Sample(word("NOT") + blank() + inner.text(), inner.holds().negate());
    }
    if (pick < 4) {
      Sample inner = any(depth - 1);
      return new Sample("(" + inner.text() + ")", inner.holds());
    }
    return clause();
  }

  private Sample clause() {
    return switch (random.nextInt(6)) {
      case 0 ->
          numbers(name(List.of("metric", "metrics"), "m1"), run -> value(run.metrics().get("m1")));
      case 1 ->
          numbers(
              pick(List.of("start_time", "attributes.Created", "`created`")),
              run -> value(run.start()));
      case 2 -> {
        String key = pick(KEYS);
        yield texts(
            name(List.of("param", "params", "parameters"), key),
            true,
            run -> value(run.params().get(key)));
      }
      case 3 -> {
        String key = pick(KEYS);
        yield texts(name(List.of("tag", "tags"), key), true, run -> value(run.tags().get(key)));
      }
      case 4 -> attribute();
      default -> dataset();
    };
  }

  private Sample attribute() {
    return switch (random.nextInt(3)) {
      case 0 ->
          texts(
              pick(List.of("run_name", "attr.`run name`", "\"Run Name\"")),
              false,
              run -> List.of(run.name()));
      case 1 -> texts("run.status", false, run -> List.of(run.status()));
      default -> texts("user_id", false, run -> List.of(run.user()));
    };
  }

  private Sample dataset() {
    return switch (random.nextInt(3)) {
      case 0 ->
          texts(
              "dataset.name",
              false,
              run -> run.datasets().stream().map(SampleRun.Dataset::name).toList());
      case 1 ->
          texts(
              "datasets.digest",
              false,
              run -> run.datasets().stream().map(SampleRun.Dataset::digest).toList());
      default ->
          texts(
              "dataset.context",
              false,
              run ->
                  run.datasets().stream()
                      .map(SampleRun.Dataset::context)
                      .filter(text -> !text.isEmpty())
                      .toList());
    };
  }

  private Sample numbers(
      String name, Function<SampleRun, ? extends Collection<? extends Number>> values) {
    String written = pick(NUMBERS);
    double wanted = Double.parseDouble(written);
    String operator = pick(List.of("=", "!=", "<", "<=", ">", ">="));
    Predicate<Double> test =
        switch (operator) {
          case "=" -> x -> x == wanted;
          case "!=" -> x -> x != wanted;
          case "<" -> x -> x < wanted;
          case "<=" -> x -> x <= wanted;
          case ">" -> x -> x > wanted;
          default -> x -> x >= wanted;
        };
    return new Sample(
        name + maybeBlank() + operator + maybeBlank() + written,
        run -> values.apply(run).stream().anyMatch(x -> test.test(x.doubleValue())));
  }

  private Sample texts(String name, boolean optional, Function<SampleRun, List<String>> values) {
    int pick = random.nextInt(optional ? 8 : 6);
    if (pick >= 6) {
      boolean wanted = pick == 7;
      String operator =
          wanted
              ? word("IS") + blank() + word("NOT") + blank() + word("NULL")
              : word("IS") + blank() + word("NULL");
      return new Sample(name + blank() + operator, run -> values.apply(run).isEmpty() != wanted);
    }
    if (pick >= 4) {
      List<String> wanted =
          IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> pick(TEXTS)).toList();
      boolean in = pick == 5;
      String list =
          wanted.stream()
              .map(this::quote)
              .collect(Collectors.joining(maybeBlank() + "," + maybeBlank()));
      return new Sample(
          name
              + blank()
              + (in ? "" : word("NOT") + blank())
              + word("IN")
              + maybeBlank()
              + "("
              + list
              + ")",
          run -> values.apply(run).stream().anyMatch(text -> wanted.contains(text) == in));
    }
    String wanted = pick(TEXTS);
    String operator = List.of("=", "!=", "LIKE", "ILIKE").get(pick);
    BiPredicate<String, String> test =
        switch (operator) {
          case "=" -> String::equals;
          case "!=" -> (x, y) -> !x.equals(y);
          case "LIKE" -> FilterGenerator::like;
          default -> (x, y) -> like(x.toLowerCase(Locale.ROOT), y.toLowerCase(Locale.ROOT));
        };
    return new Sample(
        name + blank() + word(operator) + blank() + quote(wanted),
        run -> values.apply(run).stream().anyMatch(text -> test.test(text, wanted)));
  }

  private static boolean like(String text, String pattern) {
    String regex =
        pattern
            .chars()
            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }

  private static <T> List<T> value(@Nullable T value) {
    return value == null ? List.of() : List.of(value);
  }

  private String name(List<String> words, String key) {
    String entity = pick(words);
    boolean bare = key.matches("[\\p{L}\\p{N}_.]+") && random.nextBoolean();
    String quote = pick(List.of("`", "\"", "'"));
    return (random.nextInt(4) == 0 ? "`" + entity + "`" : entity)
        + "."
        + (bare ? key : quote + key + quote);
  }

  private String quote(String text) {
    String quote =
        text.contains("'") && !text.contains("''")
            ? "\""
            : text.contains("\"") || random.nextBoolean() ? "'" : "\"";
    return quote + text + quote;
  }

  private String word(String word) {
    return random.nextBoolean() ? word : word.toLowerCase(Locale.ROOT);
  }

  private String blank() {
    return pick(List.of(" ", " ", "  ", "\n", "\t "));
  }

  private String maybeBlank() {
    return random.nextBoolean() ? "" : blank();
  }

  private String join(List<Sample> parts, String word) {
    return parts.stream()
        .map(Sample::text)
        .collect(Collectors.joining(blank() + word(word) + blank()));
  }

  private List<Sample> several(Supplier<Sample> part) {
    return Stream.generate(part).limit(1 + random.nextInt(10) / 7).toList();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
