package imprint.tracking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.search.CompiledFilter;
import imprint.search.Filters;
import imprint.search.Orderings;
import imprint.search.SearchSyntaxException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Filters and orderings of runs that are refused: in which words, and where. */
class CandidateFilterErrorsTest {
  private static final String FILTERS =
      """
      metrics.a > 1 AND | 18 | Invalid clause(s) in filter string: 'metrics.a > 1 AND'. Expected a clause
      AND metrics.a > 1 | 1 | Invalid clause(s) in filter string
      metrics.a > 1 AND AND metrics.b > 2 | 19 | Invalid clause(s) in filter string
      metrics.a > 1 metrics.b > 2 | 15 | Invalid clause(s) in filter string: 'metrics.b'. Expected AND, OR or the end
      params.x = 'a'; | 15 | Invalid clause(s) in filter string: ';'
      params.x = 'a'; drop table runs | 15 | Search filter contained multiple expression
      params.x = 'a' -- c | 16 | Invalid clause(s) in filter string: '-'
      params.x = 'a' /* c */ | 16 | Invalid clause(s) in filter string: '/'
      start_time BETWEEN 1 AND 2 | 12 | Invalid comparator 'BETWEEN' not one of '{'=', '!=',
      metrics.a <> 1 | 11 | Invalid comparator '<>' not one of
      metrics.a == 1 | 11 | Invalid comparator '==' not one of
      metrics.a => 1 | 11 | Invalid comparator '=>' not one of
      params.x NOT LIKE 'a' | 10 | Invalid comparator 'NOT LIKE' not one of
      params.x RLIKE 'a' | 10 | Invalid comparator 'RLIKE' not one of
      metrics.a LIKE 'x' | 11 | Invalid comparator 'LIKE' not one of '{'=', '!=', '<', '<=', '>', '>='}'
      params.x > 'a' | 10 | Invalid comparator '>' not one of
      start_time LIKE '1' | 12 | Invalid comparator 'LIKE' not one of
      start_time IN ('1') | 12 | Invalid comparator 'IN' not one of
      metrics.a IS NULL | 11 | IS NULL / IS NOT NULL is only supported for tags and params, not for 'metric' 'a'
      end_time IS NULL | 10 | IS NULL / IS NOT NULL is only supported for tags and params, not for 'attribute' 'end_time'
      params.x IS 'a' | 13 | Invalid clause(s) in filter string: ''a''. Expected NULL
      params.x = v | 12 | Parameter value is either not quoted or unidentified quote types used for string value v.
      params.x = `v` | 12 | Parameter value is either not quoted or unidentified quote types used for string value `v`.
      params.x = 5 | 12 | Expected a quoted string value for parameter (e.g. 'my-value'). Got value 5
      tags.x = 5 | 10 | Expected a quoted string value for tag (e.g. 'my-value'). Got value 5
      run_id = 5 | 10 | Expected a quoted string value for attributes. Got value 5
      dataset.name = 5 | 16 | Expected a quoted string value for dataset attributes. Got value 5
      metrics.a > 'x' | 13 | Expected numeric value type for metric. Found 'x'
      metrics.a > "1" | 13 | Expected numeric value type for metric. Found "1"
      metrics.a = NaN | 13 | Expected numeric value type for metric. Found NaN
      metrics.a = 0x10 | 13 | Expected numeric value type for metric. Found 0x10
      metrics.a = 1e | 13 | Expected numeric value type for metric. Found 1e
      metrics.a = 1_000 | 13 | Expected numeric value type for metric. Found 1_000
      metrics.a > 1and metrics.b > 2 | 18 | Invalid clause(s) in filter string: 'metrics.b'. Expected AND, OR or the end
      metrics.a > 1and | 13 | Expected numeric value type for metric. Found 1and
      metrics.a = +1 | 13 | Invalid comparison clause. Expected value token found '+'
      metrics.a > - 1 | 13 | Invalid comparison clause. Expected value token found '-'
      metrics.a > = 1 | 13 | Invalid comparison clause. Expected value token found '='
      metrics.a = | 12 | Invalid comparison clause. Expected value token found 'the end'
      metrics.a | 10 | Invalid comparison clause. Expected comparison found 'the end'
      start_time > '1234' | 14 | Expected numeric value type for numeric attribute: start_time. Found '1234'
      5 < metrics.a | 1 | Invalid comparison clause. Expected 'Identifier' found '5'
      'x' = params.x | 1 | Invalid comparison clause. Expected 'Identifier' found ''x''
      'run name' = 'x' | 1 | Invalid comparison clause. Expected 'Identifier' found ''run name''
      params.x = params.y | 12 | Parameter value is either not quoted
      run name = 'x' | 5 | Invalid comparator 'name' not one of
      params.a-b = 'x' | 9 | Invalid comparison clause. Expected comparison found '-'
      params.a/b = 'x' | 9 | Invalid comparison clause. Expected comparison found '/'
      tags.a:b = 'x' | 7 | Invalid comparison clause. Expected comparison found ':'
      params.1 = 'x' | 8 | Invalid clause(s) in filter string: 'params.1'. Expected quotes
      params. = 'x' | 8 | Invalid identifier 'params.'. Expected a key
      params.`` = 'x' | 10 | Invalid identifier 'params.``'. Expected a key
      params. x = 'a' | 8 | Invalid identifier 'params.'. Expected a key
      metrics . a > 1 | 9 | Invalid comparison clause. Expected comparison found '.'
      metrics.`a`.b > 1 | 12 | Invalid comparison clause. Expected comparison found '.'
      foo.a > 1 | 1 | Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']
      Metrics.a > 1 | 1 | Invalid entity type 'Metrics'
      "metrics".a > 1 | 10 | Invalid comparison clause. Expected comparison found '.'
      foo = 'x' | 1 | Invalid attribute key 'foo' specified. Valid keys are '{'run_id', 'run_name',
      experiment_id = '0' | 1 | Invalid attribute key 'experiment_id' specified
      dataset.foo = 'x' | 1 | Invalid dataset key 'foo' specified. Valid keys are '{'name', 'digest', 'context'}'
      run_id IN () | 13 | While parsing a list in the query, expected a non-empty list of string values, but got empty list
      run_id IN (1, 2) | 12 | While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list
      run_id IN ('a' 'b') | 16 | While parsing a list in the query, expected a non-empty list of string values, but got ill-formed list
      run_id IN (,) | 12 | While parsing a list in the query
      run_id IN ('a' | 15 | While parsing a list in the query
      run_id IN 'a' | 11 | Invalid clause(s) in filter string: ''a''. Expected '(' and a list of quoted strings
      run_id = ('a') | 10 | Invalid comparison clause. Expected value token found '('
      params.x = 'a | 12 | Invalid clause(s) in filter string: ''a'. Expected a closing ' for the quote
      params.`x = 'a' | 8 | Invalid clause(s) in filter string
      params.x = 'a'b' | 15 | Invalid clause(s) in filter string: 'b'. Expected AND, OR or the end
      (run_id = 'a' | 14 | Invalid clause(s) in filter string: 'the end'. Expected AND, OR or ')'
      run_id = 'a') | 13 | Invalid clause(s) in filter string: ')'. Expected AND, OR or the end
      () | 2 | Invalid comparison clause. Expected 'Identifier' found ')'
      NOT | 4 | Invalid clause(s) in filter string
      OR 1=1 | 1 | Invalid clause(s) in filter string
      run_id = 'a' OR 1=1 | 17 | Invalid comparison clause. Expected 'Identifier' found '1'
      pg_sleep(5) | 9 | Invalid comparison clause. Expected comparison found '('
      tags.日本 = '本' x | 15 | Invalid clause(s) in filter string: 'x'
      tags.😀 = '1' | 6 | Invalid identifier 'tags.'. Expected a key
      tags.a = '😀' x | 14 | Invalid clause(s) in filter string: 'x'
      """;

  private static final String ORDERINGS =
      """
      metrics.a foo | 11 | Invalid ordering key in order_by clause 'metrics.a foo'. Expected ASC or DESC
      metrics.a asc desc | 15 | Invalid order_by clause 'metrics.a asc desc'. Could not be parsed.
      metrics.a, metrics.b | 10 | Invalid order_by clause 'metrics.a, metrics.b'. Could not be parsed.
      metrics.a-b | 10 | Invalid order_by clause 'metrics.a-b'. Could not be parsed.
      5 | 1 | Invalid order_by clause '5'. Could not be parsed.
      metrics.a; drop table x | 10 | Invalid order_by clause
      foo.a | 1 | Invalid entity type 'foo'
      foo | 1 | Invalid attribute key 'foo' specified
      """;

  static Stream<Arguments> filters() {
    return cases(FILTERS);
  }

  static Stream<Arguments> orderings() {
    return cases(ORDERINGS);
  }

  private static Stream<Arguments> cases(String table) {
    return table
        .lines()
        .map(line -> line.split(" \\| ", 3))
        .map(parts -> Arguments.of(parts[0], Integer.parseInt(parts[1].strip()), parts[2].strip()));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void refusedFilterSaysWhatAndWhere(String filter, int position, String start) {
    assertRefused(refused(filter), position, start);
  }

  @ParameterizedTest
  @MethodSource("orderings")
  void refusedOrderingSaysWhatAndWhere(String clause, int position, String start) {
    assertRefused(refusedOrder(List.of(clause)), position, start);
  }

  @Test
  void blankFilterIsRefusedAndEmptyFilterIsNot() {
    assertRefused(refused("   "), 4, "Invalid filter '   '. Could not be parsed.");
    assertEquals("true", compile("").sql());
  }

  @Test
  void blankOrderingIsRefused() {
    assertRefused(refusedOrder(List.of("")), 1, "Invalid order_by clause ''. Could not be parsed.");
    assertRefused(
        refusedOrder(List.of("  ")), 3, "Invalid order_by clause '  '. Could not be parsed.");
  }

  @Test
  void sameFieldTwiceIsRefusedUnderWhateverNames() {
    assertRefused(
        refusedOrder(List.of("start_time", "metrics.a", "attributes.Created DESC")),
        3,
        "`order_by` contains duplicate fields: 'Created'");
    assertRefused(
        refusedOrder(Collections.nCopies(2000, "metrics.a")), 21, "`order_by` has too many items");
  }

  @Test
  void longOrderingIsRefused() {
    assertRefused(
        refusedOrder(List.of("metrics." + "a".repeat(100_000))),
        1001,
        "The order_by clause is longer than 1000 characters");
  }

  @Test
  void nestingIsBounded() {
    assertEquals(
        compile("run_id = 'a'").sql(),
        compile("(".repeat(64) + "run_id = 'a'" + ")".repeat(64)).sql());
    assertRefused(
        refused("(".repeat(5000) + "run_id = 'a'" + ")".repeat(5000)),
        65,
        "The filter is nested too deeply");
    assertRefused(
        refused("NOT ".repeat(5000) + "run_id = 'a'"), 257, "The filter is nested too deeply");
    assertRefused(
        refused("[".repeat(10_000)),
        1,
        "Invalid comparison clause. Expected 'Identifier' found '['");
  }

  @Test
  void clausesAreBounded() {
    String clause = "metrics.a > 1 AND ";
    assertEquals(600, compile(clause.repeat(299) + "metrics.a > 1").binds().size());
    assertRefused(
        refused(clause.repeat(2999) + "metrics.a > 1"), 5_401, "The filter has too many clauses");
  }

  @Test
  void lengthAndListsAreBounded() {
    assertRefused(
        refused("params.x = '" + "y".repeat(500_000) + "'"), 400_001, "The filter is longer than");
    String ids = ("'" + "f".repeat(32) + "',").repeat(10_000);
    assertEquals(1, compile("run_id IN (" + ids + ")").binds().size());
    assertRefused(
        refused("run_id IN (" + "'a',".repeat(20_000) + ")"),
        40_012,
        "While parsing a list in the query, expected at most 10000 string values");
  }

  @Test
  void textThatCannotBeStoredIsRefused() {
    assertRefused(refused("params.x = 'a\0'"), 14, "Invalid filter");
    assertRefused(refused("params.x = '\ud83d'"), 13, "Invalid filter");
    assertRefused(refused("params.x = '\ude00\ud83d'"), 13, "Invalid filter");
  }

  @Test
  void hostileFiltersAreAnsweredAtOnce() {
    assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          compile("params.x LIKE '" + "%a".repeat(2000) + "'");
          compile("metrics.a > " + "9".repeat(390_000));
          compile("start_time > " + "9".repeat(390_000));
          compile("start_time > 1e" + "9".repeat(390_000));
          refused("params.x = " + "'".repeat(399_001));
          refused("metrics." + "a.".repeat(190_000));
        });
  }

  @Test
  void messagesRepeatLittleOfTheFilter() {
    String long400 = "x".repeat(400);
    for (String filter :
        List.of(
            long400 + " = 'a'",
            long400 + ".a = 'a'",
            "params." + long400,
            "params.x " + long400 + " 'a'",
            "params.x = " + long400,
            "metrics.x = '" + long400 + "'",
            "metrics." + long400 + " IS NULL",
            "params.x = 'a' " + long400,
            "params.x = '" + long400,
            "params.x = 'a'; " + long400)) {
      String message = String.valueOf(refused(filter).getMessage());
      assertTrue(message.chars().filter(c -> c == 'x').count() <= 210, message);
    }
  }

  private static void assertRefused(SearchSyntaxException refusal, int position, String start) {
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith(start), message);
    assertTrue(message.endsWith(" at position " + refusal.position()), message);
    assertTrue(message.toLowerCase(Locale.ROOT).contains("expected"), message);
    assertEquals(position, refusal.position(), message);
  }

  private static CompiledFilter compile(String filter) {
    return Filters.compile(CandidateVocabulary.VOCABULARY, filter);
  }

  private static SearchSyntaxException refused(String filter) {
    return assertThrows(SearchSyntaxException.class, () -> compile(filter));
  }

  private static SearchSyntaxException refusedOrder(List<String> orderBy) {
    return assertThrows(
        SearchSyntaxException.class,
        () -> Orderings.compile(CandidateVocabulary.VOCABULARY, orderBy));
  }
}
