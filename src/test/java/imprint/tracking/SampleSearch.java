package imprint.tracking;

import imprint.page.Fingerprint;
import imprint.page.Page;
import imprint.page.PageToken;
import imprint.page.SortValue;
import imprint.search.CompiledFilter;
import imprint.search.Continuation;
import imprint.search.Filters;
import imprint.search.Ordering;
import imprint.search.Orderings;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * A whole search of candidates, as a store would run it. With one experiment, equality lets
 * PostgreSQL read the newest runs from the index and stop; {@code = any(:experiments)} makes it
 * sort all of them.
 */
final class SampleSearch {
  private static final String SEARCH =
      """
      select c.run_id, <columns>
        from candidate c
        <joins>
       where c.project_id = :project
         and c.experiment_id = :experiment
         and c.deleted_time is null
         and <filter>
         and <after>
       order by <order>
       limit :rows
      """;

  private final Jdbi jdbi;

  SampleSearch(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The run ids that match, newest first. */
  List<String> all(String filter) {
    return page(filter, List.of(), 50_000, Optional.empty()).items();
  }

  Page<String> page(String filterText, List<String> orderBy, int limit, Optional<String> token) {
    CompiledFilter filter = Filters.compile(CandidateVocabulary.VOCABULARY, filterText);
    Ordering ordering = Orderings.compile(CandidateVocabulary.VOCABULARY, orderBy);
    Fingerprint query =
        Fingerprint.of("candidates", List.of("1", "0"), List.of(filterText), orderBy);
    Continuation after = ordering.after(token.map(text -> PageToken.parse(text, query)));
    List<Row> rows =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery(SEARCH)
                    .define("columns", ordering.columns())
                    .define("joins", ordering.joins())
                    .define("filter", filter.sql())
                    .define("after", after.sql())
                    .define("order", ordering.orderBy())
                    .bind("project", 1L)
                    .bind("experiment", 0L)
                    .bind("rows", limit + 1)
                    .bindMap(filter.binds())
                    .bindMap(ordering.binds())
                    .bindMap(after.binds())
                    .map((row, context) -> new Row(row.getString("run_id"), ordering.key(row)))
                    .list());
    return Page.of(rows, limit, (Row row) -> new PageToken(query, row.key()).text())
        .map(Row::runId);
  }

  private record Row(String runId, List<SortValue> key) {}
}
