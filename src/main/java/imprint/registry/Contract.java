package imprint.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What changed between the signatures of two versions, for whoever calls the model: an input
 * removed, retyped or newly required, or any change of the outputs breaks callers; an input that
 * may be left out, or a wider type, does not.
 */
public final class Contract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_REASONS = 20;

  /** Types of MLflow that take every value of another; from the narrower to the wider. */
  private static final Map<String, Set<String>> WIDER =
      Map.of(
          "integer",
          Set.of("long", "double"),
          "float",
          Set.of("double"),
          "long",
          Set.of(),
          "boolean",
          Set.of());

  private final List<String> reasons = new ArrayList<>();
  private Bump bump = Bump.PATCH;

  private Contract() {}

  /** A derived bump and why, in words. */
  public record Change(Bump bump, List<String> reasons) {
    public Change {
      reasons = List.copyOf(reasons);
    }

    /** Whether callers of the earlier version may fail. */
    public boolean breaking() {
      return bump == Bump.MAJOR;
    }

    /** The reasons as a sentence. */
    public String sentence() {
      return String.join("; ", reasons);
    }
  }

  /**
   * Compares the signature of a new version with that of the version before it.
   *
   * @param earlier JSON {@code {inputs, outputs, params}}, or null without one
   */
  public static Change between(@Nullable String earlier, @Nullable String later) {
    if (earlier == null || later == null) {
      return withoutSignature(earlier != null, later != null);
    }
    Contract contract = new Contract();
    JsonNode then = read(earlier);
    JsonNode now = read(later);
    contract.compareInputs(then.path("inputs"), now.path("inputs"));
    contract.compareOutputs(then.path("outputs"), now.path("outputs"));
    contract.compareParams(then.path("params"), now.path("params"));
    if (contract.reasons.isEmpty()) {
      contract.reasons.add("the same inputs, outputs and params");
    }
    List<String> told = contract.reasons;
    if (told.size() > MOST_REASONS) {
      told = new ArrayList<>(told.subList(0, MOST_REASONS));
      told.add("and " + (contract.reasons.size() - MOST_REASONS) + " more changes");
    }
    return new Change(contract.bump, told);
  }

  private static Change withoutSignature(boolean had, boolean has) {
    if (had) {
      return new Change(
          Bump.MAJOR, List.of("the signature is gone, so nothing tells what callers may send"));
    }
    return has
        ? new Change(Bump.MINOR, List.of("a signature was added"))
        : new Change(Bump.PATCH, List.of("neither version has a signature to compare"));
  }

  private static JsonNode read(String signature) {
    try {
      return JSON.readTree(signature);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a signature is kept as JSON", e);
    }
  }

  private void note(Bump least, String reason) {
    bump = bump.or(least);
    reasons.add(reason);
  }

  private void compareInputs(JsonNode then, JsonNode now) {
    compare(
        "input",
        then,
        now,
        this::compareInput,
        (name, column) -> {
          boolean demanded = isRequired(column);
          note(
              demanded ? Bump.MAJOR : Bump.MINOR,
              (demanded ? "required" : "optional") + " input " + name + " was added");
        });
  }

  /** What is done with a column that both signatures have. */
  private interface Kept {
    void compare(String name, JsonNode then, JsonNode now);
  }

  /** Goes through a part of both signatures: what is gone breaks callers. */
  private void compare(
      String what, JsonNode then, JsonNode now, Kept inBoth, BiConsumer<String, JsonNode> added) {
    Map<String, JsonNode> before = columns(then);
    Map<String, JsonNode> after = columns(now);
    before.forEach(
        (name, column) -> {
          JsonNode kept = after.get(name);
          if (kept == null) {
            note(Bump.MAJOR, what + " " + name + " was removed or renamed");
          } else {
            inBoth.compare(name, column, kept);
          }
        });
    after.forEach(
        (name, column) -> {
          if (!before.containsKey(name)) {
            added.accept(name, column);
          }
        });
  }

  private void compareInput(String name, JsonNode then, JsonNode now) {
    if (isRequired(now) && !isRequired(then)) {
      note(Bump.MAJOR, "input " + name + " is newly required");
    } else if (!isRequired(now) && isRequired(then)) {
      note(Bump.MINOR, "input " + name + " may be left out now");
    }
    JsonNode typeThen = type(then);
    JsonNode typeNow = type(now);
    if (!typeThen.equals(typeNow)) {
      boolean wider = isWider(typeThen, typeNow);
      note(
          wider ? Bump.MINOR : Bump.MAJOR,
          "input "
              + name
              + (wider ? " was widened" : " changed its type")
              + " from "
              + say(typeThen)
              + " to "
              + say(typeNow));
    }
  }

  private void compareOutputs(JsonNode then, JsonNode now) {
    compare(
        "output",
        then,
        now,
        (name, column, kept) -> {
          if (!type(column).equals(type(kept)) || isRequired(column) != isRequired(kept)) {
            note(
                Bump.MAJOR,
                "output " + name + " changed from " + say(type(column)) + " to " + say(type(kept)));
          }
        },
        (name, column) -> note(Bump.MAJOR, "output " + name + " was added"));
  }

  private void compareParams(JsonNode then, JsonNode now) {
    compare(
        "param",
        then,
        now,
        (name, param, kept) -> {
          if (!param.path("type").equals(kept.path("type"))
              || !param.path("shape").equals(kept.path("shape"))) {
            note(Bump.MAJOR, "param " + name + " changed its type");
          } else if (!param.path("default").equals(kept.path("default"))) {
            note(Bump.MINOR, "param " + name + " has another default");
          }
        },
        (name, param) -> note(Bump.MINOR, "param " + name + " was added"));
  }

  /** The columns, tensors or params of a part by name, or by place where they have none. */
  private static Map<String, JsonNode> columns(JsonNode part) {
    Map<String, JsonNode> columns = new LinkedHashMap<>();
    int place = 0;
    for (JsonNode column : part) {
      columns.put(
          column.path("name").isTextual()
              ? "'" + column.path("name").textValue() + "'"
              : "number " + (place + 1),
          column);
      place++;
    }
    return columns;
  }

  /** MLflow: a column is required unless it says otherwise. */
  private static boolean isRequired(JsonNode column) {
    return column.path("required").asBoolean(true);
  }

  /** All that a column says but its name and whether it is required, with keys in order. */
  private static JsonNode type(JsonNode column) {
    if (column.path("type").isTextual()
        && column.size() <= 3
        && !column.has("properties")
        && !column.has("tensor-spec")
        && !column.has("items")
        && !column.has("values")) {
      return column.path("type");
    }
    Map<String, JsonNode> rest = new TreeMap<>();
    column.properties().forEach(field -> rest.put(field.getKey(), field.getValue()));
    rest.remove("name");
    rest.remove("required");
    return JSON.valueToTree(rest);
  }

  private static boolean isWider(JsonNode then, JsonNode now) {
    if (then.isTextual() && now.isTextual()) {
      return WIDER.getOrDefault(then.textValue(), Set.of()).contains(now.textValue());
    }
    JsonNode tensorThen = then.path("tensor-spec");
    JsonNode tensorNow = now.path("tensor-spec");
    return tensorThen.isObject()
        && tensorNow.isObject()
        && tensorThen.path("dtype").equals(tensorNow.path("dtype"))
        && isWiderShape(tensorThen.path("shape"), tensorNow.path("shape"));
  }

  /** A dimension of -1 takes any length. */
  private static boolean isWiderShape(JsonNode then, JsonNode now) {
    if (then.size() != now.size()) {
      return false;
    }
    for (int i = 0; i < then.size(); i++) {
      if (now.get(i).asLong() != -1 && now.get(i).asLong() != then.get(i).asLong()) {
        return false;
      }
    }
    return true;
  }

  private static String say(JsonNode type) {
    return type.isTextual() ? type.textValue() : type.toString();
  }
}
