package imprint.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySchemaTest {
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(PolicySchema.text());

  @Test
  void exampleFitsTheSchema() {
    assertEquals(Set.of(), SCHEMA.validate(PolicyParserTest.EXAMPLE, InputFormat.YAML));
  }

  @Test
  void everyExampleOfTheDocumentationIsRead() throws IOException {
    List<String> blocks =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("docs/policies.md")))
            .results()
            .map(block -> block.group(1))
            .toList();
    assertTrue(blocks.size() > 5);
    for (String block : blocks) {
      String policy = block.startsWith("rules:") ? block : "rules:\n" + block;
      SampleFacts.PARSER.parse(policy, PolicyFormat.YAML);
      assertEquals(Set.of(), SCHEMA.validate(policy, InputFormat.YAML), policy);
    }
  }

  @Test
  void schemaHasTheKindsAndKeysThatTheParserHas() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(PolicySchema.text());
    Set<String> listed = new HashSet<>();
    schema
        .at("/properties/rules/items/oneOf")
        .forEach(kind -> listed.add(kind.get("$ref").asText().replace("#/$defs/", "")));
    assertEquals(new HashSet<>(RuleKind.keys()), listed);
    for (RuleKind kind : RuleKind.values()) {
      Set<String> expected = new HashSet<>(RuleKind.COMMON_KEYS);
      expected.add(kind.key());
      expected.addAll(kind.operators());
      Set<String> described = new HashSet<>();
      schema
          .at("/$defs/" + kind.key() + "/properties")
          .fieldNames()
          .forEachRemaining(described::add);
      assertEquals(expected, described, kind.key());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{metric: auc, between: [0, 1], dataset: test, id: a, name: b, when: 'true'}",
        "{metric: auc, better_than: production, by: 0, lower_is_better: true}",
        "{param: depth, one_of: [5, six, true]}",
        "{tag: a, present: false}",
        "{file: '**', max_size: 1.5 GiB}",
        "{file: '**', max_size: 1024, forbid: '*.pkl'}",
        "{dataset: required}",
        "{dataset: {required: false, approved: true, max_age: 2w}}",
        "{check: lint}",
        "{bump: {at_least: contract, at_most: minor}}",
        "{soak: {channel: staging, at_least: 24h}}",
        "{freeze: {from: '2026-12-20', to: '2027-01-02T12:00', zone: Europe/Berlin}}",
        "{freeze: {days: [fri, sat], from: '16:00', to: '24:00'}}",
        "{freeze: {from: '22:00', to: '06:00', zone: UTC}}",
      })
  void whatTheParserTakesFitsTheSchema(String rule) {
    SampleFacts.PARSER.parse("rules: [" + rule + "]", PolicyFormat.YAML);
    assertEquals(Set.of(), SCHEMA.validate("rules: [" + rule + "]", InputFormat.YAML));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{metric: auc, minimum: 1}",
        "{metric: auc, min: high}",
        "{metric: auc, param: x}",
        "{metric: auc, by: 1}",
        "{param: a, one_of: []}",
        "{forbid: a, max_size: 1}",
        "{signature: wanted}",
        "{dataset: {max_age: 3 days}}",
        "{bump: minor}",
        "{bump: {}}",
        "{soak: {at_least: 1h}}",
        "{freeze: {}}",
        "{freeze: {days: [monday]}}",
        "{tag: a, id: 'a b'}",
      })
  void whatTheSchemaRefusesTheParserRefusesToo(String rule) {
    String text = "rules: [" + rule + "]";
    assertFalse(SCHEMA.validate(text, InputFormat.YAML).isEmpty(), rule);
    assertThrows(
        PolicySyntaxException.class, () -> SampleFacts.PARSER.parse(text, PolicyFormat.YAML));
  }

  @Test
  void peopleAreDescribedToo() {
    assertEquals(
        Set.of(), SCHEMA.validate("approvals: {}\nwaivers: {roles: [admin]}", InputFormat.YAML));
    for (String text : List.of("{}", "approvals: {count: 21}", "rules: []\nwaivers: {}")) {
      assertTrue(!SCHEMA.validate(text, InputFormat.YAML).isEmpty(), text);
    }
  }
}
