package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What filters of runs match, on real PostgreSQL. Runs are named a to e. */
class CandidateSearchTest {
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

  private static final List<SampleRun> RUNS =
      List.of(
          new SampleRun(
              "a",
              "alpha",
              "FINISHED",
              "ann",
              1000L,
              2000L,
              Map.of(
                  "x", "a", "a.b", "dotted", "a-b", "dashed", "q", "it's", "1a", "one", "1",
                  "digit", "é", "accent"),
              Map.of("k", "v", "mlflow.source.name", "train.py"),
              Map.of("a", 1.0, "a b", 2.0, "from", 3.0),
              List.of(new SampleRun.Dataset("iris", "d1", "training"))),
          new SampleRun(
              "b",
              "Beta",
              "RUNNING",
              "ann",
              3000L,
              null,
              Map.of("x", "b", "q", "it''s", "a`b", "tick", "a'b", "single", "a\"b", "double"),
              Map.of("k", "V"),
              Map.of("a", Double.NaN),
              List.of(
                  new SampleRun.Dataset("iris", "d2", "eval"),
                  new SampleRun.Dataset("wine", "d3", ""))),
          new SampleRun(
              "c",
              "gamma_1",
              "FAILED",
              "bob",
              5000L,
              6000L,
              Map.of("x", "A", "nl", "l1\nl2"),
              Map.of(),
              Map.of("a", Double.POSITIVE_INFINITY),
              List.of()),
          new SampleRun(
              "d",
              "it's",
              "KILLED",
              "bob",
              null,
              null,
              Map.of(),
              Map.of("k", "w"),
              Map.of("a", Double.NEGATIVE_INFINITY),
              List.of()),
          new SampleRun(
              "e",
              "ÜBER",
              "SCHEDULED",
              "",
              4000L,
              9007199254740993L,
              Map.of("x", "100%", "y", "x_y", "back", "\\"),
              Map.of("k", "vw", "and", "x"),
              Map.of("a", 0.5, "b", 7.0),
              List.of(new SampleRun.Dataset("", "", "training"))));

  static Stream<Arguments> filters() {
    return FILTERS
        .lines()
        .filter(line -> !line.isBlank())
        .map(
            line -> {
              String[] parts = line.split(" => ", 2);
              return Arguments.of(
                  parts[0].strip().replace("\\n", "\n").replace("\\t", "\t"), parts[1].strip());
            });
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filterMatches(String filter, String expected) {
    List<String> wanted = expected.equals("none") ? List.of() : Arrays.asList(expected.split(" "));
    assertEquals(wanted, search.all(filter).stream().sorted().toList());
  }

  @Test
  void emptyFilterMatchesEverythingNewestFirstAndUnstartedLast() {
    assertEquals(List.of("c", "e", "b", "a", "d"), search.all(""));
  }

  private static final String FILTERS =
      """
      run_id = 'a' => a
      attributes.run_id = 'a' => a
      attribute.run_id = "a" => a
      attr.run_id = 'a' => a
      run.run_id != 'a' => b c d e
      `run`.run_id = 'a' => a
      run_id IN ('a', "c") => a c
      run_id in ('a',) => a
      run_id NOT   IN ('a', 'c') => b d e
      run_name = 'alpha' => a
      `run name` = 'alpha' => a
      "Run Name" = 'alpha' => a
      attributes.`Run name` = 'alpha' => a
      run_name IN ('alpha', 'Beta') => a b
      run_name LIKE 'alph_' => a
      run_name LIKE 'ALPHA' => none
      run_name ILIKE 'ALPHA' => a
      run_name ilike 'über' => e
      run_name LIKE '%a' => a b
      run_name LIKE 'a' => none
      run_name LIKE 'gamma\\_1' => none
      run_name = "it's" => d
      status = 'RUNNING' => b
      status = 'running' => none
      status != 'RUNNING' => a c d e
      status IN ('RUNNING', 'FAILED') => b c
      user_id = '' => e
      artifact_uri LIKE '%/b/artifacts' => b
      start_time > 3000 => c e
      start_time >= 3e3 => b c e
      start_time = 3000.0 => b
      start_time > 2999.5 => b c e
      start_time < 3000.5 => a b
      start_time = 3000.5 => none
      start_time != 3000.5 => a b c e
      start_time != 3000 => a c e
      created <= 1000 => a
      Created <= 1000 => a
      start_time < 99999999999999999999 => a b c e
      start_time > -99999999999999999999 => a b c e
      start_time = 99999999999999999999 => none
      start_time < 1e400 => a b c e
      end_time = 9007199254740993 => e
      end_time = 9007199254740992 => none
      NOT end_time > 0 => b d
      metrics.a > 0.5 => a c
      metrics.a>0.5 => a c
      metric.a >= .5 => a c e
      metrics.a < 1. => d e
      metrics.a <= 1 => a d e
      metrics.a = 1 => a
      metrics.a = 007 => none
      metrics.a = 1e0 => a
      metrics.a = 1.0E+0 => a
      metrics.a != 1 => b c d e
      metrics.a > -1 => a c e
      metrics.a > -1e400 => a c e
      metrics.a = 1e400 => c
      metrics.a = -1e999999999999 => d
      metrics.missing != 1 => none
      NOT metrics.missing = 1 => a b c d e
      metrics.`a b` = 2 => a
      metrics."a b" = 2 => a
      metrics.'a b' = 2 => a
      `metrics`.a = 1 => a
      metrics.from = 3 => a
      params.x = 'a' => a
      params.x='a'and params.q="it's" => a
      param.x = 'A' => c
      parameter.x = 'A' => c
      parameters.x != 'a' => b c e
      params.x ILIKE 'a' => a c
      params.x LIKE '100%' => e
      params.x IN ('a', 'b') => a b
      params.x NOT IN ('a', 'b') => c e
      params.y LIKE 'x_y' => e
      params.a.b = 'dotted' => a
      params.`a.b` = 'dotted' => a
      params.`a-b` = 'dashed' => a
      params.1a = 'one' => a
      params.`1` = 'digit' => a
      params.é = 'accent' => a
      params."a`b" = 'tick' => b
      params.`a'b` = 'single' => b
      params.'a"b' = 'double' => b
      params.q = 'it''s' => b
      params.q = "it's" => a
      params.back = '\\' => e
      params.back LIKE '\\' => e
      params.nl = 'l1\\nl2' => c
      params.x = '' => none
      params.x IS NULL => d
      params.x is  not  null => a b c e
      NOT params.x IS NULL => a b c e
      tags.k = 'v' => a
      tag.k ILIKE 'v' => a b
      tags.k LIKE 'v%' => a e
      tags.mlflow.source.name = 'train.py' => a
      tags.and = 'x' => e
      tags.k IS NULL => c
      tags.k IS NOT NULL AND params.x IS NULL => d
      dataset.name = 'iris' => a b
      datasets.name != 'iris' => b e
      dataset.name IN ('wine', '') => b e
      dataset.name NOT IN ('iris', 'wine') => e
      dataset.digest LIKE 'd%' => a b
      dataset.context = 'training' => a e
      dataset.context ILIKE 'EVAL' => b
      dataset.name = 'iris' AND dataset.name = 'wine' => b
      metrics.a > 0\\n  AND\\tparams.x = 'a' => a
      run_id = 'a' OR run_id = 'b' => a b
      run_id = 'a' or run_id = 'b' and status = 'FAILED' => a
      (run_id = 'a' or run_id = 'b') and status = 'RUNNING' => b
      not run_id = 'a' and not run_id = 'b' => c d e
      NOT (run_id = 'a' OR run_id = 'b') => c d e
      NOT NOT run_id = 'a' => a
      ((((run_id = 'a')))) => a
      NOT metrics.a > 0 => b d
      params."x' or 1=1--" = 'a' => none
      params.x = 'a''; drop table candidate' => none
      """;
}
