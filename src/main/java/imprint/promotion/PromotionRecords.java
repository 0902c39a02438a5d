package imprint.promotion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.policy.ApprovalsDemanded;
import imprint.policy.Verdict;
import imprint.project.Scope;
import imprint.registry.ModelVersion;
import imprint.registry.Provenances;
import imprint.registry.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns rows of promotions, with their approvals and waivers, into {@link Promotion}s and back. */
@ApplicationScoped
class PromotionRecords {
  private final ApprovalRepository approvals;
  private final WaiverRepository waivers;
  private final ModelNameStore names;
  private final Versions versions;
  private final Provenances provenances;
  private final ObjectMapper json;

  PromotionRecords(
      ApprovalRepository approvals,
      WaiverRepository waivers,
      ModelNameStore names,
      Versions versions,
      Provenances provenances,
      ObjectMapper json) {
    this.approvals = approvals;
    this.waivers = waivers;
    this.names = names;
    this.versions = versions;
    this.provenances = provenances;
    this.json = json;
  }

  /** The promotions of rows, in their order; a query a kind, whatever their number. */
  List<Promotion> of(List<PromotionEntity> rows) {
    List<UUID> ids = rows.stream().map(row -> row.id).toList();
    List<ApprovalEntity> given = approvals.of(ids);
    List<WaiverEntity> waived = waivers.of(ids);
    Map<Long, ModelVersion> made = new HashMap<>();
    versions
        .load(rows.stream().map(row -> row.versionId).filter(Objects::nonNull).distinct().toList())
        .forEach(version -> made.put(version.id(), version));
    Map<Long, String> models = names.of(rows.stream().map(row -> row.modelId).distinct().toList());
    return rows.stream()
        .map(
            row ->
                value(
                    row,
                    models.getOrDefault(row.modelId, ""),
                    row.versionId == null ? null : made.get(row.versionId),
                    given.stream()
                        .filter(one -> one.promotionId.equals(row.id))
                        .map(ApprovalEntity::value)
                        .toList(),
                    waived.stream()
                        .filter(one -> one.promotionId.equals(row.id))
                        .map(WaiverEntity::value)
                        .toList()))
        .toList();
  }

  private Promotion value(
      PromotionEntity row,
      String model,
      @Nullable ModelVersion version,
      List<Promotion.Approval> given,
      List<Promotion.GivenWaiver> waived) {
    Verdict verdict = read(row.verdict, Verdict.class);
    return new Promotion(
        row.id,
        model,
        version == null ? null : version.number(),
        version == null ? null : version.semver().text(),
        row.runId,
        row.path,
        row.channel,
        Promotion.State.of(row.state),
        read(row.request, PromotionRequest.class),
        verdict,
        readList(row.policies),
        given,
        waived,
        row.state.equals("pending")
            ? missing(verdict.approvals(), given, author(version))
            : List.of(),
        row.requestedBy,
        row.requestedAt,
        row.decidedAt,
        row.expiresAt);
  }

  private String author(@Nullable ModelVersion version) {
    String user = version == null ? null : provenances.of(version).user();
    return user == null ? "" : user;
  }

  static List<Promotion.Missing> missing(
      ApprovalsDemanded demanded, List<Promotion.Approval> given, String author) {
    return demanded
        .missing(
            given.stream()
                .filter(approval -> approval.decision().equals(ApprovalEntity.APPROVE))
                .map(approval -> new ApprovalsDemanded.Given(approval.actor(), approval.role()))
                .toList(),
            author)
        .stream()
        .map(one -> new Promotion.Missing(one.scope(), one.count(), one.roles()))
        .toList();
  }

  Promotion of(Scope scope, PromotionEntity row) {
    if (row.projectId != scope.project()) {
      throw new IllegalStateException("a promotion of another project");
    }
    return of(List.of(row)).getFirst();
  }

  /** A value as it is kept. */
  String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain data", e);
    }
  }

  <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kept as it was written", e);
    }
  }

  List<Promotion.JudgedBy> readList(String text) {
    try {
      return json.readValue(text, new TypeReference<List<Promotion.JudgedBy>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("kept as it was written", e);
    }
  }
}
