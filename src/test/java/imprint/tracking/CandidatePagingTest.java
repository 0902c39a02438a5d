package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.page.InvalidPageTokenException;
import imprint.page.Page;
import imprint.page.PageToken;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages of runs, walked one after the other, against one list sorted in memory. */
class CandidatePagingTest {
  private static final long SEED = 20261121;
  private static final double[] VALUES = {
    0.1,
    -0.0,
    0.0,
    1,
    1,
    Double.NaN,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    -7.25
  };

  private static final Comparator<SampleRun> DEFAULT =
      by(SampleRun::start, Comparator.<Long>reverseOrder()).thenComparing(SampleRun::runId);

  private static final List<SampleRun> RUNS = runs();
  private static SearchDatabase database;
  private static SampleSearch search;

  @BeforeAll
  static void start() throws IOException, SQLException {
    database = SearchDatabase.start();
    search = new SampleSearch(database.jdbi());
    database.jdbi().useHandle(handle -> RUNS.forEach(run -> run.insert(handle)));
  }

  @AfterAll
  static void stop() throws SQLException {
    database.close();
  }

  private static List<SampleRun> runs() {
    Random random = new Random(SEED);
    List<SampleRun> runs = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Map<String, Double> metrics = new HashMap<>();
      Map<String, String> params = new HashMap<>();
      Map<String, String> tags = new HashMap<>();
      for (String key : List.of("m1", "m 2")) {
        int pick = random.nextInt(VALUES.length + 3);
        if (pick < VALUES.length) {
          metrics.put(key, VALUES[pick]);
        }
      }
      if (random.nextInt(3) > 0) {
        params.put(
            "p",
            List.of("", "a", "B", "é", "ab", "x".repeat(3000) + random.nextInt(3))
                .get(random.nextInt(6)));
      }
      if (random.nextInt(2) > 0) {
        tags.put("t", "t" + random.nextInt(4));
      }
      runs.add(
          new SampleRun(
              "run" + (i * 37 % 60),
              "name" + random.nextInt(5),
              List.of("RUNNING", "FINISHED").get(random.nextInt(2)),
              "user",
              random.nextInt(4) == 0 ? null : (long) random.nextInt(5),
              random.nextInt(2) == 0 ? null : random.nextLong(),
              params,
              tags,
              metrics,
              random.nextInt(2) == 0
                  ? List.of()
                  : List.of(
                      new SampleRun.Dataset("d" + random.nextInt(3), "x", ""),
                      new SampleRun.Dataset("e" + random.nextInt(3), "x", ""))));
    }
    return runs;
  }

  record Case(List<String> orderBy, Comparator<SampleRun> expected) {}

  static Stream<Case> orderings() {
    Comparator<SampleRun> m1Up = by(run -> run.metrics().get("m1"), numbersThenNaN(false));
    Comparator<SampleRun> m1Down = by(run -> run.metrics().get("m1"), numbersThenNaN(true));
    Comparator<SampleRun> m2Down = by(run -> run.metrics().get("m 2"), numbersThenNaN(true));
    Comparator<SampleRun> paramUp =
        by(run -> prefix(run.params().get("p")), Comparator.<String>naturalOrder());
    Comparator<SampleRun> paramDown =
        by(run -> prefix(run.params().get("p")), Comparator.<String>reverseOrder());
    Comparator<SampleRun> tagDown =
        by(run -> run.tags().get("t"), Comparator.<String>reverseOrder());
    Comparator<SampleRun> endUp = by(SampleRun::end, Comparator.<Long>naturalOrder());
    Comparator<SampleRun> endDown = by(SampleRun::end, Comparator.<Long>reverseOrder());
    Comparator<SampleRun> startUp = by(SampleRun::start, Comparator.<Long>naturalOrder());
    Comparator<SampleRun> dataset =
        by(
            run ->
                run.datasets().stream()
                    .map(SampleRun.Dataset::name)
                    .min(Comparator.naturalOrder())
                    .orElse(null),
            Comparator.<String>reverseOrder());
    Comparator<SampleRun> status = Comparator.comparing(SampleRun::status);
    Comparator<SampleRun> name = Comparator.comparing(SampleRun::name);
    Comparator<SampleRun> runId = Comparator.comparing(SampleRun::runId);
    return Stream.of(
        new Case(List.of(), DEFAULT),
        new Case(List.of("metrics.m1"), m1Up.thenComparing(DEFAULT)),
        new Case(List.of("metrics.m1 DESC"), m1Down.thenComparing(DEFAULT)),
        new Case(
            List.of("metric.`m 2` desc", "metrics.m1 asc"),
            m2Down.thenComparing(m1Up).thenComparing(DEFAULT)),
        new Case(List.of("params.p"), paramUp.thenComparing(DEFAULT)),
        new Case(
            List.of("param.p DESC", "end_time"),
            paramDown.thenComparing(endUp).thenComparing(DEFAULT)),
        new Case(
            List.of("tags.t DESC", "metrics.m1 DESC"),
            tagDown.thenComparing(m1Down).thenComparing(DEFAULT)),
        new Case(List.of("end_time DESC"), endDown.thenComparing(DEFAULT)),
        new Case(List.of("Created ASC"), startUp.thenComparing(runId)),
        new Case(
            List.of("start_time DESC", "run_id DESC"),
            by(SampleRun::start, Comparator.<Long>reverseOrder()).thenComparing(runId.reversed())),
        new Case(
            List.of("attributes.status DESC", "`run name`"),
            status.reversed().thenComparing(name).thenComparing(DEFAULT)),
        new Case(List.of("dataset.name DESC"), dataset.thenComparing(DEFAULT)),
        new Case(List.of("metrics.absent DESC", "run_id"), runId));
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void walkedPagesEqualTheSortedList(Case ordering) {
    List<String> expected =
        RUNS.stream().sorted(ordering.expected()).map(SampleRun::runId).toList();
    assertEquals(expected, search.page("", ordering.orderBy(), 1000, Optional.empty()).items());
    for (int limit : List.of(1, 3, 7)) {
      assertEquals(expected, walk("", ordering.orderBy(), limit), "limit " + limit);
    }
  }

  @Test
  void walkingAFilteredListMissesAndRepeatsNothing() {
    List<String> expected =
        RUNS.stream()
            .filter(run -> run.name().equals("name1") || run.metrics().containsKey("m1"))
            .sorted(DEFAULT)
            .map(SampleRun::runId)
            .toList();
    String filter = "run_name = 'name1' OR metrics.m1 != 123";
    assertEquals(expected, walk(filter, List.of(), 3));
  }

  @Test
  void tokenContinuesOnlyItsOwnQuery() {
    String token =
        search.page("", List.of("metrics.m1"), 3, Optional.empty()).nextToken().orElseThrow();
    assertThrows(
        InvalidPageTokenException.class,
        () -> search.page("", List.of("metrics.m1 DESC"), 3, Optional.of(token)));
    assertThrows(
        InvalidPageTokenException.class,
        () -> search.page("run_id != 'x'", List.of("metrics.m1"), 3, Optional.of(token)));
  }

  @Test
  void tokenOfTheLongestOrderingIsShort() {
    SampleRun wordy = RUNS.getFirst();
    List<String> orderBy = new ArrayList<>();
    database
        .jdbi()
        .useHandle(
            handle -> {
              for (int i = 0; i < 20; i++) {
                orderBy.add("tags.long" + i);
                handle.execute(
                    "insert into candidate_tag select id, ?, ? from candidate where run_id = ?",
                    "long" + i,
                    "😀".repeat(4000),
                    wordy.runId());
              }
            });
    Page<String> first = search.page("", orderBy, 1, Optional.empty());
    assertEquals(List.of(wordy.runId()), first.items());
    assertTrue(first.nextToken().orElseThrow().length() <= PageToken.LONGEST);
    assertEquals(RUNS.size(), walk("", orderBy, 7).size());
  }

  private static List<String> walk(String filter, List<String> orderBy, int limit) {
    List<String> walked = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<String> page = search.page(filter, orderBy, limit, token);
      assertTrue(page.items().size() == limit || page.nextToken().isEmpty());
      walked.addAll(page.items());
      token = page.nextToken();
      assertTrue(walked.size() <= RUNS.size(), "the walk does not end");
    } while (token.isPresent());
    return walked;
  }

  /**
   * Text is ordered by its first 1,000 characters; two items share 1,200, which makes no difference
   * here.
   */
  private static @Nullable String prefix(@Nullable String text) {
    return text == null || text.length() < 600 ? text : text.substring(0, 600);
  }

  private static Comparator<Double> numbersThenNaN(boolean descending) {
    Comparator<Double> numbers = (x, y) -> x < y ? -1 : x > y ? 1 : 0;
    return Comparator.<Double, Boolean>comparing(x -> x.isNaN())
        .thenComparing(descending ? numbers.reversed() : numbers);
  }

  private static <V> Comparator<SampleRun> by(
      Function<SampleRun, @Nullable V> value, Comparator<V> comparator) {
    return Comparator.comparing(value, Comparator.nullsLast(comparator));
  }
}
