package imprint.policy;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds of rules: the key that says which it is, and the keys that may stand beside it. */
enum RuleKind {
  METRIC("metric", "min", "max", "between", "better_than", "by", "lower_is_better", "dataset"),
  PARAM("param", "present", "equals", "matches", "one_of"),
  TAG("tag", "present", "equals", "matches", "one_of"),
  FILE("file", "max_size", "forbid"),
  SIGNATURE("signature"),
  DATASET("dataset"),
  CHECK("check", "status"),
  BUMP("bump"),
  EXPRESSION("expr"),
  SOAK("soak"),
  FREEZE("freeze");

  /** May stand in a rule of any kind. */
  static final Set<String> COMMON_KEYS = Set.of("id", "name", "when");

  private final String key;
  private final ImmutableList<String> operators;

  RuleKind(String key, String... operators) {
    this.key = key;
    this.operators = ImmutableList.copyOf(operators);
  }

  String key() {
    return key;
  }

  List<String> operators() {
    return operators;
  }

  boolean takes(String name) {
    return name.equals(key) || operators.contains(name) || COMMON_KEYS.contains(name);
  }

  static Optional<RuleKind> ofKey(String name) {
    return Arrays.stream(values()).filter(kind -> kind.key.equals(name)).findFirst();
  }

  static List<String> keys() {
    return Arrays.stream(values()).map(RuleKind::key).toList();
  }
}
