package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.search.CompiledFilter;
import imprint.search.Filters;
import imprint.search.SearchSyntaxException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Filters made at random. */
class CandidateSearchFuzzTest {
  private static final long SEED = 3_10_2026;
  private static final double[] VALUES = {
    0, -0.0, 1, 0.5, -1.5, 1000, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private static SearchDatabase database;
  private static SampleSearch search;
  private static final List<SampleRun> RUNS = runs();

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
    for (int i = 0; i < 100; i++) {
      Map<String, Double> metrics = new HashMap<>();
      if (random.nextInt(4) > 0) {
        metrics.put("m1", VALUES[random.nextInt(VALUES.length)]);
      }
      List<SampleRun.Dataset> datasets = new ArrayList<>();
      for (int d = random.nextInt(3); d > 0; d--) {
        // The digest tells a run's datasets apart.
        datasets.add(new SampleRun.Dataset(text(random), d + text(random), text(random)));
      }
      runs.add(
          new SampleRun(
              "run" + i,
              text(random),
              List.of("RUNNING", "FINISHED", "FAILED").get(random.nextInt(3)),
              text(random),
              random.nextInt(4) == 0 ? null : (long) random.nextInt(5),
              null,
              texts(random),
              texts(random),
              metrics,
              datasets));
    }
    return runs;
  }

  private static Map<String, String> texts(Random random) {
    Map<String, String> texts = new HashMap<>();
    for (String key : FilterGenerator.KEYS) {
      if (random.nextBoolean()) {
        texts.put(key, text(random));
      }
    }
    return texts;
  }

  private static String text(Random random) {
    return FilterGenerator.TEXTS.get(random.nextInt(FilterGenerator.TEXTS.size()));
  }

  @Test
  void validFiltersMatchWhatTheyMean() {
    FilterGenerator generator = new FilterGenerator(new Random(SEED));
    int some = 0;
    for (int i = 0; i < 500; i++) {
      FilterGenerator.Sample sample = generator.filter();
      List<String> expected =
          RUNS.stream().filter(sample.holds()).map(SampleRun::runId).sorted().toList();
      assertEquals(expected, search.all(sample.text()).stream().sorted().toList(), sample.text());
      if (!expected.isEmpty() && expected.size() < RUNS.size()) {
        some++;
      }
    }
    assertTrue(some > 250, "too few of the filters tell runs apart: " + some);
  }

  @Test
  void damagedFiltersAreRefusedOrRun() {
    FilterDamage damage = new FilterDamage(new Random(SEED));
    int refused = 0;
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      String text = damage.next();
      try {
        CompiledFilter filter = Filters.compile(CandidateVocabulary.VOCABULARY, text);
        assertTrue(filter.sql().length() > 3, text);
        accepted.add(text);
      } catch (SearchSyntaxException refusal) {
        refused++;
        assertTrue(
            refusal.position() >= 1
                && refusal.position() <= text.codePointCount(0, text.length()) + 1,
            text);
      }
    }
    assertTrue(
        refused > 5_000 && accepted.size() > 1_000,
        refused + " refused, " + accepted.size() + " accepted");
    for (String text : accepted.subList(0, 1_000)) {
      assertTrue(search.all(text).size() <= RUNS.size(), text);
    }
  }
}
