package imprint.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of an expression, made when it asks for them. */
final class ExpressionFacts {
  private final Facts facts;
  private final boolean readsFiles;

  ExpressionFacts(Facts facts, String source) {
    this.facts = facts;
    // Files may be many; no expression reaches them without naming the field.
    this.readsFiles = source.contains("files");
  }

  Optional<Object> find(String name) {
    return switch (name) {
      case "candidate" -> Optional.of(candidate());
      case "channels" -> Optional.of(channels());
      case "bump" -> Optional.of(facts.bump().map(bump -> bump.effective().text()).orElse(""));
      case "now" -> Optional.of(facts.now());
      default -> Optional.empty();
    };
  }

  private Map<String, Object> candidate() {
    CandidateFacts candidate = facts.candidate();
    return Map.of(
        "id",
        candidate.id(),
        "name",
        candidate.name(),
        "status",
        candidate.status(),
        "user",
        candidate.user(),
        "params",
        candidate.params(),
        "tags",
        candidate.tags(),
        "metrics",
        candidate.metrics().latest(),
        "files",
        readsFiles ? files() : List.of());
  }

  private List<Map<String, Object>> files() {
    return facts.candidate().files().get().stream()
        .map(file -> Map.<String, Object>of("path", file.path(), "size", file.size()))
        .toList();
  }

  /** Channels that hold a version. */
  private Map<String, Object> channels() {
    Map<String, Object> channels = new HashMap<>();
    facts
        .channels()
        .get()
        .forEach(
            (name, channel) ->
                channel.holds().ifPresent(held -> channels.put(name, version(held))));
    return channels;
  }

  private static Map<String, Object> version(ChannelFacts.Held held) {
    return Map.of(
        "number",
        (long) held.number(),
        "semver",
        held.semver(),
        "since",
        held.since(),
        "metrics",
        held.metrics().latest());
  }
}
