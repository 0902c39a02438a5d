package imprint.mlflow.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {
  enum Colour implements WireEnums.Numbered {
    RED(1),
    BLUE(2);

    private final int number;

    Colour(int number) {
      this.number = number;
    }

    @Override
    public int number() {
      return number;
    }
  }

  record Point(@Required String key, @Required Double value, @Nullable Long step)
      implements WireRequest {}

  record Sample(
      @Required(or = "run_uuid") String runId,
      @Nullable String runUuid,
      @Nullable Long maxResults,
      @Nullable Integer small,
      @Nullable Boolean flag,
      @Nullable Colour colour,
      List<Point> metrics,
      List<String> names)
      implements WireRequest {}

  private static Sample parse(String json) throws IOException {
    return RequestParser.parse(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Sample.class);
  }

  private static Failure.Invalid refusal(String json) {
    return assertThrows(Failure.Invalid.class, () -> parse(json));
  }

  @Test
  void bothSpellingsAreRead() throws IOException {
    assertEquals("a", parse("{\"run_id\":\"a\"}").runId());
    assertEquals("a", parse("{\"runId\":\"a\"}").runId());
  }

  @Test
  void bothSpellingsAtOnceAreRefused() {
    assertEquals("run_id", refusal("{\"run_id\":\"a\",\"runId\":\"a\"}").field());
  }

  @Test
  void theSameFieldTwiceIsRefused() {
    assertEquals("body", refusal("{\"run_id\":\"a\",\"run_id\":\"b\"}").field());
  }

  @Test
  void anotherFieldMayStandInForARequiredOne() throws IOException {
    assertEquals("u", parse("{\"run_uuid\":\"u\"}").runId());
    assertEquals("u", parse("{\"run_id\":\"\",\"run_uuid\":\"u\"}").runId());
  }

  @Test
  void unknownFieldsAreIgnoredWhateverTheyHold() throws IOException {
    assertEquals(
        "a", parse("{\"new\":{\"deep\":[1,{\"x\":null}]},\"run_id\":\"a\",\"other\":1e5}").runId());
  }

  @Test
  void absentListsAreEmptyAndAbsentValuesNull() throws IOException {
    Sample sample = parse("{\"run_id\":\"a\",\"max_results\":null}");
    assertEquals(List.of(), sample.metrics());
    assertNull(sample.maxResults());
  }

  @Test
  void aJsonStringOfJsonIsReadTwice() throws IOException {
    assertEquals("a", parse("\"{\\\"run_id\\\":\\\"a\\\"}\"").runId());
    assertEquals("body", refusal("\"\\\"twice\\\"\"").field());
  }

  @Test
  void numbersMayBeStringsAndIntegralFloats() throws IOException {
    assertEquals(7, parse("{\"run_id\":\"a\",\"max_results\":\"7\"}").maxResults());
    assertEquals(127, parse("{\"run_id\":\"a\",\"max_results\":127.0}").maxResults());
    assertEquals(
        1_700_000_000_000L, parse("{\"run_id\":\"a\",\"max_results\":\"1.7e+12\"}").maxResults());
    assertEquals(
        Long.MIN_VALUE,
        parse("{\"run_id\":\"a\",\"max_results\":-9223372036854775808}").maxResults());
    assertEquals(
        Long.MAX_VALUE,
        parse("{\"run_id\":\"a\",\"max_results\":\"9223372036854775807\"}").maxResults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775808",
        "1.5",
        "\"1e3x\"",
        "\"\"",
        "\" 1\"",
        "true",
        "[1]",
        "1e999999999"
      })
  void whatIsNoInt64IsRefusedByName(String value) {
    assertEquals(
        "max_results", refusal("{\"run_id\":\"a\",\"max_results\":" + value + "}").field());
  }

  @Test
  void aNumberBeyondInt32IsRefused() {
    assertEquals("small", refusal("{\"run_id\":\"a\",\"small\":2147483648}").field());
  }

  @Test
  void doublesAreExact() throws IOException {
    for (String text :
        List.of(
            "0.1",
            "-0.0",
            "5e-324",
            "1.7976931348623157e308",
            "\"1.5\"",
            "\"NaN\"",
            "\"-Infinity\"")) {
      double expected = Double.parseDouble(text.replace("\"", ""));
      Sample sample =
          parse("{\"run_id\":\"a\",\"metrics\":[{\"key\":\"k\",\"value\":" + text + "}]}");
      assertEquals(
          Double.doubleToLongBits(expected),
          Double.doubleToLongBits(sample.metrics().getFirst().value()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e400",
        "NaN",
        "true",
        "null",
        "[1]",
        "\"0x10\"",
        "\"\"",
        "\"1_000\"",
        "\"1d\"",
        "{}"
      })
  void oneBadElementRefusesTheWholeBatch(String value) {
    Failure.Invalid refused =
        refusal(
            "{\"run_id\":\"a\",\"metrics\":[{\"key\":\"k\",\"value\":1},{\"key\":\"k\",\"value\":"
                + value
                + "}]}");
    assertTrue(
        refused.field().equals("metrics[1].value") || refused.field().equals("body"),
        refused::field);
  }

  @Test
  void stringsAreStrict() {
    Failure.Invalid refused = refusal("{\"run_id\":1}");
    assertEquals(
        "Invalid value 1 for parameter 'run_id' supplied:  Hint: Value was of type 'int'."
            + " See the API docs for more information about request parameters.",
        refused.text());
  }

  @Test
  void requiredFieldsAreNamedWithTheirPlace() {
    assertEquals(
        "Missing value for required parameter 'metrics[0].value'."
            + " See the API docs for more information about request parameters.",
        refusal("{\"run_id\":\"a\",\"metrics\":[{\"key\":\"k\"}]}").text());
  }

  @Test
  void nulAndTornSurrogatesAreRefused() {
    assertEquals("run_id", refusal("{\"run_id\":\"a\\u0000\"}").field());
    assertEquals("run_id", refusal("{\"run_id\":\"a\\ud83d\"}").field());
    assertEquals(
        "names[1]",
        refusal("{\"run_id\":\"a\",\"names\":[\"\\ud83d\\ude00\",\"\\ude00\"]}").field());
  }

  @Test
  void enumsAreNamesOrNumbers() throws IOException {
    assertEquals(Colour.BLUE, parse("{\"run_id\":\"a\",\"colour\":\"BLUE\"}").colour());
    assertEquals(Colour.BLUE, parse("{\"run_id\":\"a\",\"colour\":2}").colour());
    assertEquals("colour", refusal("{\"run_id\":\"a\",\"colour\":\"GREEN\"}").field());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1]", "7", "{\"run_id\":\"a\"", "{\"run_id\":\"a\"} x", "{run_id:1}", "\uFEFF{]"})
  void whatIsNoObjectIsRefused(String body) {
    assertEquals("body", refusal(body).field());
  }

  @Test
  void anEmptyBodyLacksItsRequiredField() {
    assertEquals("run_id", refusal("").field());
    assertEquals("run_id", refusal("null").field());
  }

  @Test
  void depthIsBounded() {
    String deep = "{\"run_id\":\"a\",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    assertEquals("body", refusal(deep).field());
  }
}
