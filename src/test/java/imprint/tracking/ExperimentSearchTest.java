package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.search.CompiledFilter;
import imprint.search.Continuation;
import imprint.search.Filters;
import imprint.search.Ordering;
import imprint.search.Orderings;
import imprint.search.SearchSyntaxException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Searches of experiments 1 to 4 on real PostgreSQL. */
class ExperimentSearchTest {
  private static final String SEARCH =
      """
      select e.id, <columns>
        from experiment e
        <joins>
       where e.id > 0 and <filter> and <after>
       order by <order>
       limit :rows
      """;

  private static SearchDatabase database;

  @BeforeAll
  static void start() throws IOException, SQLException {
    database = SearchDatabase.start();
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    insert into experiment (id, project_id, name, artifact_location, creation_time, last_update_time) values
                      (1, 1, 'Alpha', '', 10, 40),
                      (2, 1, 'beta', '', 20, 40),
                      (3, 1, 'gamma', '', 20, 30),
                      (4, 1, 'Über', '', 5, 50);
                    insert into experiment_tag values (1, 'k', 'v'), (2, 'k', 'V'), (3, 'a b', 'x')
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
          name = 'Alpha' | [1]
          attribute.name ILIKE 'alpha' | [1]
          attributes.name LIKE '%a' | [1, 2, 3]
          name ilike 'üb%' | [4]
          name IN ('beta', 'gamma') | [2, 3]
          experiment_id = '2' | [2]
          experiment_id != "2" | [1, 3, 4]
          experiment_id IN ('1', '3') | [1, 3]
          experiment_id NOT IN ('1', '3') | [2, 4]
          creation_time >= 20 | [2, 3]
          last_update_time < 40 | [3]
          tags.k = 'v' | [1]
          tag.k ILIKE 'v' | [1, 2]
          tags.`a b` = 'x' | [3]
          tags.k IS NULL | [3, 4]
          tags.k IS NOT NULL OR name = 'Über' | [1, 2, 4]
          """)
  void filterMatches(String filter, String expected) {
    assertEquals(
        expected,
        page(filter, List.of(), 100, Optional.empty()).items().stream()
            .sorted()
            .toList()
            .toString());
  }

  @Test
  void defaultOrderIsNewestFirstThenById() {
    assertEquals(List.of(2L, 3L, 1L, 4L), walk(List.of()));
  }

  @Test
  void tiesOfAnOrderGoToTheHighestId() {
    assertEquals(List.of(3L, 2L, 1L, 4L), walk(List.of("last_update_time")));
    assertEquals(List.of(4L, 1L, 3L, 2L), walk(List.of("creation_time ASC")));
    assertEquals(List.of(4L, 1L, 2L, 3L), walk(List.of("creation_time ASC", "experiment_id ASC")));
    assertEquals(List.of(1L, 2L, 3L, 4L), walk(List.of("experiment_id")));
    assertEquals(List.of(4L, 3L, 2L, 1L), walk(List.of("name DESC")));
    assertEquals(List.of(2L, 1L, 4L, 3L), walk(List.of("tags.k")));
  }

  @Test
  void idThatIsNoNumberIsRefused() {
    SearchSyntaxException refusal =
        assertThrows(
            SearchSyntaxException.class,
            () -> Filters.compile(ExperimentVocabulary.VOCABULARY, "experiment_id = 'x'"));
    assertTrue(
        String.valueOf(refusal.getMessage()).startsWith("Invalid value for experiment_id: 'x'"));
    assertThrows(
        SearchSyntaxException.class,
        () -> Filters.compile(ExperimentVocabulary.VOCABULARY, "experiment_id LIKE '1%'"));
  }

  private static List<Long> walk(List<String> orderBy) {
    List<Long> walked = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<Long> page = page("", orderBy, 1, token);
      walked.addAll(page.items());
      token = page.nextToken();
    } while (token.isPresent() && walked.size() < 100);
    return walked;
  }

  private static Page<Long> page(
      String filterText, List<String> orderBy, int limit, Optional<String> token) {
    CompiledFilter filter = Filters.compile(ExperimentVocabulary.VOCABULARY, filterText);
    Ordering ordering = Orderings.compile(ExperimentVocabulary.VOCABULARY, orderBy);
    Fingerprint query = Fingerprint.of("experiments", List.of(filterText), orderBy);
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
                        .map((row, context) -> new Row(row.getLong("id"), ordering.key(row)))
                        .list());
    return Page.of(rows, limit, (Row row) -> new PageToken(query, row.key()).text()).map(Row::id);
  }

  private record Row(long id, List<SortValue> key) {}
}
