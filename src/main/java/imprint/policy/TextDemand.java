package imprint.policy;

import imprint.failure.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A param or tag is there, or not, and has a value; without a condition it has to be there. */
record TextDemand(RuleKind kind, String key, List<Condition> conditions) implements Demand {

  /** One of the operators. */
  private sealed interface Condition {
    String operator();

    String wanted();

    boolean accepts(String value);
  }

  private record Equal(String text) implements Condition {
    @Override
    public String operator() {
      return "equals";
    }

    @Override
    public String wanted() {
      return "'" + text + "'";
    }

    @Override
    public boolean accepts(String value) {
      return value.equals(text);
    }
  }

  private record OneOf(List<String> texts) implements Condition {
    @Override
    public String operator() {
      return "one_of";
    }

    @Override
    public String wanted() {
      return "one of '" + String.join("', '", texts) + "'";
    }

    @Override
    public boolean accepts(String value) {
      return texts.contains(value);
    }
  }

  private record Matching(String source, TextPattern pattern) implements Condition {
    @Override
    public String operator() {
      return "matches";
    }

    @Override
    public String wanted() {
      return "a text that matches " + source;
    }

    @Override
    public boolean accepts(String value) {
      return pattern.matches(value);
    }
  }

  private record Present(boolean wantsIt) implements Condition {
    @Override
    public String operator() {
      return wantsIt ? "present" : "absent";
    }

    @Override
    public String wanted() {
      return operator();
    }

    @Override
    public boolean accepts(String value) {
      return wantsIt;
    }
  }

  static TextDemand read(Fields fields, RuleKind kind) {
    List<Condition> conditions = new ArrayList<>();
    fields.truth("present").ifPresent(wantsIt -> conditions.add(new Present(wantsIt)));
    fields.anyText("equals").ifPresent(text -> conditions.add(new Equal(text)));
    fields
        .text("matches")
        .ifPresent(
            source ->
                conditions.add(
                    new Matching(source, TextPattern.compile(source, fields.at("matches")))));
    if (fields.has("one_of")) {
      conditions.add(new OneOf(fields.anyTexts("one_of")));
    }
    if (conditions.isEmpty()) {
      conditions.add(new Present(true));
    }
    if (conditions.size() > 1 && conditions.getFirst().equals(new Present(false))) {
      throw fields.keyAt("present").error("what is to be absent has no value");
    }
    return new TextDemand(kind, subject(fields, kind), conditions);
  }

  /** What the rule is about: the value beside its kind. */
  static String subject(Fields fields, RuleKind kind) {
    return fields
        .anyText(kind.key())
        .filter(text -> !text.isEmpty())
        .orElseThrow(
            () -> fields.at(kind.key()).error("expected the name of a %s".formatted(kind.key())));
  }

  @Override
  public List<String> idParts() {
    List<String> parts = new ArrayList<>(List.of(key));
    conditions.forEach(condition -> parts.add(condition.operator()));
    return parts;
  }

  @Override
  public Finding judge(Facts facts) {
    Map<String, String> values =
        kind == RuleKind.PARAM ? facts.candidate().params() : facts.candidate().tags();
    Optional<String> value = Optional.ofNullable(values.get(key));
    String wanted = String.join(" and ", conditions.stream().map(Condition::wanted).toList());
    String noun = kind.key() + " " + key;
    if (value.isEmpty()) {
      boolean mayBeAbsent = conditions.getFirst().equals(new Present(false));
      return Finding.absent(mayBeAbsent, wanted, "the candidate has no " + noun);
    }
    String shown = Failure.echo(value.get());
    return Finding.of(
        conditions.stream().allMatch(condition -> condition.accepts(value.get())),
        wanted,
        shown,
        "%s is '%s', wanted %s".formatted(noun, shown, wanted));
  }
}
