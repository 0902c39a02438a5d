package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractTest {
  private static final String A = "{'name':'a','type':'long','required':true}";
  private static final String X = "{'type':'double','required':true}";

  private static Contract.Change between(@Nullable String earlier, @Nullable String later) {
    return Contract.between(json(earlier), json(later));
  }

  private static @Nullable String json(@Nullable String text) {
    return text == null ? null : text.replace('\'', '"');
  }

  private static String inputs(String columns) {
    return "{'inputs':[" + columns + "],'outputs':[" + X + "]}";
  }

  private static String outputs(String columns) {
    return "{'inputs':[" + A + "],'outputs':[" + columns + "]}";
  }

  private static String params(String params) {
    return "{'inputs':[" + A + "],'params':[" + params + "]}";
  }

  private static void expect(Bump bump, String reason, String earlier, String later) {
    Contract.Change change = between(earlier, later);
    assertEquals(bump, change.bump(), change::sentence);
    assertTrue(change.sentence().contains(reason), change::sentence);
    assertEquals(bump == Bump.MAJOR, change.breaking());
  }

  @Test
  void theSameContractIsAPatch() {
    expect(Bump.PATCH, "the same", inputs(A), inputs(A));
    expect(Bump.PATCH, "the same", inputs(A), inputs("{'required':true,'type':'long','name':'a'}"));
    expect(Bump.PATCH, "the same", inputs("{'name':'a','type':'long'}"), inputs(A));
  }

  @Test
  void signaturesThatComeAndGo() {
    assertEquals(Bump.PATCH, between(null, null).bump());
    assertEquals(Bump.MINOR, between(null, inputs(A)).bump());
    assertEquals(Bump.MAJOR, between(inputs(A), null).bump());
  }

  @Test
  void inputsThatGoOrAreDemandedBreak() {
    expect(Bump.MAJOR, "input 'a' was removed", inputs(A), inputs(""));
    expect(
        Bump.MAJOR,
        "required input 'b' was added",
        inputs(A),
        inputs(A + ",{'name':'b','type':'long','required':true}"));
    expect(
        Bump.MINOR,
        "optional input 'b' was added",
        inputs(A),
        inputs(A + ",{'name':'b','type':'long','required':false}"));
    String optional = "{'name':'a','type':'long','required':false}";
    expect(Bump.MAJOR, "newly required", inputs(optional), inputs(A));
    expect(Bump.MINOR, "may be left out", inputs(A), inputs(optional));
  }

  @ParameterizedTest
  @CsvSource({
    "integer, long, MINOR",
    "integer, double, MINOR",
    "float, double, MINOR",
    "long, integer, MAJOR",
    "double, float, MAJOR",
    "long, double, MAJOR",
    "string, binary, MAJOR",
    "boolean, integer, MAJOR"
  })
  void anInputMayOnlyBeWidened(String then, String now, Bump bump) {
    String column = "{'name':'a','type':'%s','required':true}";
    assertEquals(
        bump, between(inputs(column.formatted(then)), inputs(column.formatted(now))).bump());
  }

  @Test
  void tensorsMayTakeMoreButNotOthers() {
    String tensor = "{'type':'tensor','tensor-spec':{'dtype':'%s','shape':%s}}";
    String then = inputs(tensor.formatted("float64", "[-1,4]"));
    expect(Bump.MINOR, "widened", then, inputs(tensor.formatted("float64", "[-1,-1]")));
    expect(Bump.MAJOR, "type", then, inputs(tensor.formatted("float64", "[-1,5]")));
    expect(Bump.MAJOR, "type", then, inputs(tensor.formatted("float64", "[-1,4,1]")));
    expect(Bump.MAJOR, "type", then, inputs(tensor.formatted("float32", "[-1,4]")));
  }

  @Test
  void anyChangeOfTheOutputsBreaks() {
    expect(Bump.MAJOR, "output", outputs(X), outputs("{'type':'long','required':true}"));
    expect(Bump.MAJOR, "output", outputs(X), outputs(""));
    expect(Bump.MAJOR, "output number 2 was added", outputs(X), outputs(X + "," + X));
    expect(Bump.MAJOR, "output", outputs("{'type':'integer'}"), outputs("{'type':'long'}"));
  }

  @Test
  void paramsMayBeAddedAndGetAnotherDefault() {
    String p = "{'name':'p','type':'long','default':1,'shape':null}";
    expect(Bump.MINOR, "param 'p' was added", params(""), params(p));
    expect(Bump.MINOR, "another default", params(p), params(p.replace(":1", ":2")));
    expect(Bump.MAJOR, "changed its type", params(p), params(p.replace("long", "double")));
    expect(Bump.MAJOR, "changed its type", params(p), params(p.replace("null", "[-1]")));
    expect(Bump.MAJOR, "param 'p' was removed", params(p), params(""));
  }

  @Test
  void nestedTypesAreComparedWhole() {
    String object =
        "{'name':'a','type':'object','properties':{'x':{'type':'%s','required':true}},'required':true}";
    expect(
        Bump.PATCH, "the same", inputs(object.formatted("long")), inputs(object.formatted("long")));
    expect(
        Bump.MAJOR,
        "changed its type",
        inputs(object.formatted("long")),
        inputs(object.formatted("string")));
  }

  @Test
  void reasonsStayReadable() {
    StringBuilder columns = new StringBuilder(A);
    for (int i = 0; i < 30; i++) {
      columns.append(",{'name':'c").append(i).append("','type':'long','required':true}");
    }
    Contract.Change change = between(inputs(columns.toString()), inputs(A));
    assertEquals(21, change.reasons().size());
    assertTrue(change.sentence().endsWith("and 10 more changes"), change::sentence);
  }
}
