package imprint.promotion;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import imprint.failure.Failure;
import imprint.policy.AppliedPolicy;
import imprint.policy.PolicyDocument;
import imprint.policy.PolicyFormat;
import imprint.policy.PolicyParser;
import imprint.project.Scope;
import imprint.registry.Channels;
import imprint.registry.Models;
import imprint.registry.RegistryLimits;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The policies of projects, models and channels: texts that are kept in every revision. */
@ApplicationScoped
public class Policies {
  /** Revisions that a history shows. */
  private static final int MOST_REVISIONS = 200;

  private static final int PARSED = 200;

  private final PolicyRepository repository;
  private final PolicyParser parser;
  private final Models models;
  private final Channels channels;
  private final InstantSource clock;
  private final Cache<String, PolicyDocument> parsed =
      Caffeine.newBuilder().maximumSize(PARSED).build();

  Policies(
      PolicyRepository repository,
      PolicyParser parser,
      Models models,
      Channels channels,
      InstantSource clock) {
    this.repository = repository;
    this.parser = parser;
    this.models = models;
    this.channels = channels;
    this.clock = clock;
  }

  /** The policy of a scope as it holds now; empty when there is none. */
  public Optional<PolicyText> get(Scope scope, PolicyScope of) {
    Long model = row(scope, of);
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> repository.newest(scope.project(), model, of.channel()).map(PolicyEntity::value))
        .filter(policy -> !policy.text().isEmpty());
  }

  /** Every revision of a policy, the newest first. */
  public List<PolicyText> history(Scope scope, PolicyScope of) {
    Long model = row(scope, of);
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                repository.history(scope.project(), model, of.channel(), MOST_REVISIONS).stream()
                    .map(PolicyEntity::value)
                    .toList());
  }

  /**
   * Makes a text the policy of a scope.
   *
   * @param text empty ends the policy
   * @throws Failure.Invalid when it does not parse, with line and column
   */
  public PolicyText put(
      Scope scope, PolicyScope of, String text, PolicyFormat format, String reason) {
    RegistryLimits.text("reason", reason, RegistryLimits.REASON);
    if (!text.isEmpty()) {
      var _ = parser.parse(text, format);
    }
    Long model = row(scope, of);
    byte[] digest = sha256(text);
    return QuarkusTransaction.joiningExisting()
        .call(
            () -> {
              Optional<PolicyEntity> newest =
                  repository.newest(scope.project(), model, of.channel());
              if (newest.isPresent() && MessageDigest.isEqual(newest.get().digest, digest)) {
                return newest.get().value();
              }
              PolicyEntity added = new PolicyEntity();
              added.projectId = scope.project();
              added.modelId = model;
              added.channel = of.channel();
              added.revision = newest.map(before -> before.revision + 1).orElse(1);
              added.format = format.name().toLowerCase(Locale.ROOT);
              added.text = text;
              added.digest = digest;
              added.author = scope.actor();
              added.reason = reason;
              added.createdAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
              repository.persistAndFlush(added);
              return added.value();
            });
  }

  /**
   * The texts that apply to what is promoted or moved: of the project, the model and these
   * channels.
   */
  List<Applying> applying(Scope scope, long model, List<String> ofChannels) {
    // A list that is never empty, as SQL knows no empty one.
    List<String> names = ofChannels.isEmpty() ? List.of("") : ofChannels;
    return QuarkusTransaction.joiningExisting()
        .call(
            () ->
                repository.applying(scope.project(), model, names).stream()
                    .filter(row -> !row.text.isEmpty())
                    .map(Policies::applying)
                    .sorted(Comparator.comparing(Applying::rank))
                    .toList());
  }

  private static Applying applying(PolicyEntity row) {
    PolicyScope of = row.modelId == null ? PolicyScope.PROJECT : new PolicyScope("", row.channel);
    return new Applying(of.word(), row.value());
  }

  /**
   * A text that applies.
   *
   * @param scope as verdicts name it
   */
  record Applying(String scope, PolicyText policy) {
    String rank() {
      return (scope.equals("project") ? "0" : scope.equals("model") ? "1" : "2") + scope;
    }
  }

  /** The same, parsed. */
  List<AppliedPolicy> parsed(List<Applying> texts) {
    List<AppliedPolicy> applied = new ArrayList<>();
    for (Applying text : texts) {
      PolicyText policy = text.policy();
      applied.add(
          new AppliedPolicy(
              text.scope(),
              policy.revision(),
              parsed.get(
                  policy.format() + policy.digest(),
                  key -> parser.parse(policy.text(), policy.format()))));
    }
    return applied;
  }

  private @Nullable Long row(Scope scope, PolicyScope of) {
    if (of.model() == null) {
      return null;
    }
    if (of.channel() != null) {
      var _ = channels.get(scope, of.model(), of.channel());
    }
    return models.id(scope, of.model());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The digest by which a policy is named in what is signed. */
  static String digest(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }
}
