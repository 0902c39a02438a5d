package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.search.CompiledFilter;
import imprint.search.Continuation;
import imprint.search.Filters;
import imprint.search.OrderItem;
import imprint.search.Ordering;
import imprint.search.Orderings;
import imprint.search.SearchSyntaxException;
import imprint.search.Vocabulary;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches of logged models m1 to m4 on real PostgreSQL. */
class LoggedModelSearchTest {
  private static final String SEARCH =
      """
      select m.model_id, <columns>
        from logged_model m
        <joins>
       where m.deleted_time is null and <filter> and <after>
       order by <order>
       limit :rows
      """;

  private static SearchDatabase database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    database = SearchDatabase.start();
    // acc of m1: 0.9 at step 2 on train, 0.5 on test; of m2: NaN beats -1 and loses to 1 at one
    // step and time.
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into logged_model (id, project_id, experiment_id, model_id, name, artifact_uri, status,
                                              model_type, source_run_id, creation_time, last_updated_time) values
                      (1, 1, 0, 'm1', 'forest', '', 'READY', 'Classifier', 'r1', 10, 10),
                      (2, 1, 0, 'm2', 'tree', '', 'PENDING', 'Classifier', 'r2', 20, 20),
                      (3, 1, 0, 'm3', 'Tree', '', 'READY', '', '', 20, 30),
                      (4, 1, 0, 'm4', '5', '', 'UPLOAD_FAILED', '', '', 5, 5);
                    insert into logged_model_param values (1, 'depth', '3'), (2, 'depth', '4');
                    insert into logged_model_tag values (1, 'my tag', 'x'), (3, 'my tag', 'y');
                    insert into metric_key (id, name) values (101, 'acc'), (102, 'val acc/x');
                    insert into logged_model_metric values
                      (1, 101, 'train', 'd1', 1, 1, 1, 0.1), (1, 101, 'train', 'd1', 1, 1, 2, 0.9),
                      (1, 101, 'test', 'd2', 1, 1, 1, 0.5),
                      (2, 101, '', '', 1, 1, 1, 'NaN'), (2, 101, '', '', 1, 1, 1, -1),
                      (3, 101, 'train', 'd3', 1, 1, 1, 'NaN'), (3, 101, 'train', 'd3', 1, 1, 1, 1),
                      (3, 102, '', '', 1, 1, 1, 7)
                    """));
  }

  @AfterAll
  static void stop() throws SQLException {
    database.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          name = 'tree' | [m2]
          name = "tree" | [m2]
          name = tree | [m2]
          name = 5 | [m4]
          attributes.name ILIKE 'TREE' | [m2, m3]
          attribute.name IN ('tree', 'forest') | [m1, m2]
          model_id NOT IN ('m1', 'm2') | [m3, m4]
          status = 'READY' | [m1, m3]
          status = 'LOGGED_MODEL_PENDING' | [m2]
          status IN ('LOGGED_MODEL_READY', 'PENDING') | [m1, m2, m3]
          model_type = Classifier AND source_run_id != 'r1' | [m2]
          creation_timestamp >= 20 | [m2, m3]
          creation_time < 10 OR last_updated_time = 30 | [m3, m4]
          params.depth = '3' | [m1]
          params.depth = 4 | [m2]
          param.depth != '3' | [m2]
          tags.`my tag` LIKE '_' | [m1, m3]
          metrics.acc > 0.8 | [m1, m3]
          metrics.acc < 0.2 | []
          metric.acc != 0.5 | [m1, m2, m3]
          metrics.`val acc/x` = 7 | [m3]
          """)
  void filterMatches(String filter, String expected) {
    assertEquals(expected, search(filter, List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "train, '', '[m1, m3]'",
    "train, d3, '[m3]'",
    "test, '', '[m1]'",
    "test, d1, '[]'",
    "other, '', '[]'"
  })
  void metricsMeanTheDatasetsAskedFor(String name, String digest, String expected) {
    assertEquals(
        expected,
        search("metrics.acc > 0.4", List.of(new LoggedModelVocabulary.Dataset(name, digest))));
  }

  @Test
  void metricOfADatasetIsNotTakenFromAnother() {
    assertEquals(
        "[]", search("metrics.acc > 0.8", List.of(new LoggedModelVocabulary.Dataset("test", ""))));
    assertEquals(
        "[m1]",
        search(
            "metrics.acc > 0.8",
            List.of(
                new LoggedModelVocabulary.Dataset("test", ""),
                new LoggedModelVocabulary.Dataset("train", "d1"))));
  }

  @Test
  void filterSaysWhichEntitiesItMentions() {
    CompiledFilter filter =
        Filters.compile(LoggedModelVocabulary.on(List.of()), "metrics.acc > 1 AND name = 'x'");
    assertEquals(Set.of("metrics", "attributes"), filter.entities());
  }

  @Test
  void nullIsNotAskedAbout() {
    assertThrows(
        SearchSyntaxException.class,
        () -> Filters.compile(LoggedModelVocabulary.on(List.of()), "params.depth IS NULL"));
  }

  @Test
  void newestFirstUnlessAskedOtherwise() {
    assertEquals(List.of("m2", "m3", "m1", "m4"), walk(List.of()));
    assertEquals(
        List.of("m4", "m1", "m2", "m3"),
        walk(List.of(LoggedModelVocabulary.orderBy("creation_time", true, "", ""))));
    assertEquals(
        List.of("m3", "m2", "m1", "m4"),
        walk(
            List.of(
                LoggedModelVocabulary.orderBy("creation_timestamp", false, "", ""),
                LoggedModelVocabulary.orderBy("model_id", false, "", ""))));
  }

  @Test
  void metricsOrderByTheLatestPointOfTheirDataset() {
    assertEquals(
        List.of("m3", "m1", "m2", "m4"),
        walk(List.of(LoggedModelVocabulary.orderBy("metrics.acc", false, "", ""))));
    assertEquals(
        List.of("m1", "m2", "m3", "m4"),
        walk(List.of(LoggedModelVocabulary.orderBy("metrics.acc", true, "test", ""))));
    assertEquals(
        List.of("m3", "m2", "m1", "m4"),
        walk(
            List.of(
                LoggedModelVocabulary.orderBy("metrics.acc", true, "train", "d3"),
                LoggedModelVocabulary.orderBy("metrics.acc", false, "other", ""))));
    assertEquals(
        List.of("m3", "m2", "m1", "m4"),
        walk(List.of(LoggedModelVocabulary.orderBy("metrics.val acc/x", true, "", ""))));
    assertEquals(
        List.of("m2", "m1", "m3", "m4"),
        walk(List.of(LoggedModelVocabulary.orderBy("params.depth", false, "", ""))));
  }

  private static String search(String filter, List<LoggedModelVocabulary.Dataset> datasets) {
    return page(LoggedModelVocabulary.on(datasets), filter, List.of(), 100, Optional.empty())
        .items()
        .stream()
        .sorted()
        .toList()
        .toString();
  }

  private static List<String> walk(List<OrderItem> orderBy) {
    List<String> walked = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<String> page = page(LoggedModelVocabulary.on(List.of()), "", orderBy, 1, token);
      walked.addAll(page.items());
      token = page.nextToken();
    } while (token.isPresent() && walked.size() < 100);
    return walked;
  }

  private static Page<String> page(
      Vocabulary vocabulary,
      String filterText,
      List<OrderItem> orderBy,
      int limit,
      Optional<String> token) {
    CompiledFilter filter = Filters.compile(vocabulary, filterText);
    Ordering ordering = Orderings.of(vocabulary, orderBy);
    Fingerprint query = Fingerprint.of("logged models", List.of(filterText), orderBy);
    Continuation after = ordering.after(token.map(text -> PageToken.parse(text, query)));
    List<Row> rows =
        database
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(SEARCH)
                        .define("columns", ordering.columns())
                        .define("joins", ordering.joins())
                        .define("filter", filter.sql())
                        .define("after", after.sql())
                        .define("order", ordering.orderBy())
                        .bind("rows", limit + 1)
                        .bindMap(filter.binds())
                        .bindMap(ordering.binds())
                        .bindMap(after.binds())
                        .map(
                            (row, context) -> new Row(row.getString("model_id"), ordering.key(row)))
                        .list());
    return Page.of(rows, limit, (Row row) -> new PageToken(query, row.key()).text())
        .map(Row::modelId);
  }

  private record Row(String modelId, List<SortValue> key) {}
}
