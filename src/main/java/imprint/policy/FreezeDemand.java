package imprint.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Nothing passes during a window: once, between two days or times, or every week. */
record FreezeDemand(ZoneId zone, Window window) implements Demand {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
  private static final Pattern TIME = Pattern.compile("[0-9]{2}:[0-9]{2}");

  /** When it is. */
  private sealed interface Window {
    boolean contains(LocalDateTime now);

    String inWords();
  }

  /**
   * @param to not included
   */
  private record Dates(LocalDateTime from, LocalDateTime to) implements Window {
    @Override
    public boolean contains(LocalDateTime now) {
      return !now.isBefore(from) && now.isBefore(to);
    }

    @Override
    public String inWords() {
      return "from %s to %s".formatted(SHOWN.format(from), SHOWN.format(to));
    }
  }

  /**
   * @param days on which it begins
   * @param to not included; not after {@code from} when it is of the next day
   */
  private record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) implements Window {
    @Override
    public boolean contains(LocalDateTime now) {
      LocalTime time = now.toLocalTime();
      DayOfWeek today = now.getDayOfWeek();
      if (from.isBefore(to)) {
        return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
      }
      return (days.contains(today) && !time.isBefore(from))
          || (days.contains(today.minus(1)) && time.isBefore(to));
    }

    @Override
    public String inWords() {
      List<String> names = days.stream().map(FreezeDemand::shortName).toList();
      return "%s from %s to %s".formatted(String.join(", ", names), from, to);
    }
  }

  static FreezeDemand read(Fields fields) {
    Fields freeze = Fields.of(fields.required(RuleKind.FREEZE.key()), "'freeze'");
    freeze.only("from", "to", "days", "zone");
    ZoneId zone =
        freeze
            .parsed("zone", FreezeDemand::zone, "a time zone such as Europe/Berlin or UTC")
            .orElse(ZoneOffset.UTC);
    boolean isWeekly =
        freeze.has("days") || freeze.anyText("from").filter(FreezeDemand::isTime).isPresent();
    return new FreezeDemand(zone, isWeekly ? weekly(freeze) : dates(freeze));
  }

  private static Dates dates(Fields freeze) {
    freeze.required("from");
    freeze.required("to");
    String expected = "a day or a time, such as 2026-12-20 or 2026-12-20T18:00";
    LocalDateTime from = freeze.parsed("from", text -> moment(text, false), expected).orElseThrow();
    LocalDateTime to = freeze.parsed("to", text -> moment(text, true), expected).orElseThrow();
    if (!from.isBefore(to)) {
      throw freeze.at("to").error("the window ends before it begins");
    }
    return new Dates(from, to);
  }

  private static Weekly weekly(Fields freeze) {
    if (freeze.has("from") != freeze.has("to")) {
      throw freeze.at().error("expected 'from' and 'to' together");
    }
    String expected = "a time of day such as \"18:00\"";
    LocalTime from = freeze.parsed("from", FreezeDemand::time, expected).orElse(LocalTime.MIDNIGHT);
    LocalTime to = freeze.parsed("to", FreezeDemand::time, expected).orElse(LocalTime.MIDNIGHT);
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    if (freeze.has("days")) {
      for (DocumentNode node : freeze.items("days")) {
        days.add(day(node));
      }
    } else {
      days.addAll(EnumSet.allOf(DayOfWeek.class));
    }
    return new Weekly(days, from, to);
  }

  private static DayOfWeek day(DocumentNode node) {
    if (node instanceof DocumentNode.Scalar scalar) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (shortName(day).equals(scalar.text())) {
          return day;
        }
      }
    }
    throw node.at().error("expected one of mon, tue, wed, thu, fri, sat, sun");
  }

  private static String shortName(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private static boolean isTime(String text) {
    return TIME.matcher(text).matches();
  }

  private static Optional<LocalTime> time(String text) {
    if (text.equals("24:00")) {
      return Optional.of(LocalTime.MIDNIGHT);
    }
    return isTime(text) ? tried(() -> LocalTime.parse(text)) : Optional.empty();
  }

  /** A day means its beginning, and as the end of a window the beginning of the next. */
  private static Optional<LocalDateTime> moment(String text, boolean isEnd) {
    Optional<LocalDateTime> day =
        tried(() -> LocalDate.parse(text).plusDays(isEnd ? 1 : 0).atStartOfDay());
    return day.or(() -> tried(() -> LocalDateTime.parse(text.replace(' ', 'T'))));
  }

  private static Optional<ZoneId> zone(String text) {
    return tried(() -> ZoneId.of(text));
  }

  private static <T> Optional<T> tried(Supplier<T> read) {
    try {
      return Optional.of(read.get());
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public RuleKind kind() {
    return RuleKind.FREEZE;
  }

  @Override
  public List<String> idParts() {
    return List.of();
  }

  @Override
  public Finding judge(Facts facts) {
    ZonedDateTime now = facts.now().atZone(zone);
    boolean isFrozen = window.contains(now.toLocalDateTime());
    String when = "%s (%s)".formatted(window.inWords(), zone);
    return Finding.of(
        !isFrozen,
        "not " + when,
        SHOWN.format(now),
        isFrozen ? "nothing passes " + when : "outside of the freeze " + when);
  }
}
