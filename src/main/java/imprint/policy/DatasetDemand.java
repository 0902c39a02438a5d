package imprint.policy;

import imprint.policy.CandidateFacts.DatasetFacts;
import imprint.policy.DocumentNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The candidate names the datasets it read, and each of them is approved and not too old. What is
 * not known of a dataset counts against it.
 */
record DatasetDemand(boolean isRequired, boolean isApproved, Optional<Span> maxAge)
    implements Demand {

  static DatasetDemand read(Fields fields) {
    String key = RuleKind.DATASET.key();
    DocumentNode node = fields.required(key);
    if (node instanceof Scalar scalar && scalar.text().equals("required")) {
      return new DatasetDemand(true, false, Optional.empty());
    }
    Fields dataset = Fields.of(node, "'dataset'");
    dataset.only("required", "approved", "max_age");
    return new DatasetDemand(
        dataset.truth("required").orElse(true),
        dataset.truth("approved").orElse(false),
        dataset.span("max_age"));
  }

  @Override
  public RuleKind kind() {
    return RuleKind.DATASET;
  }

  @Override
  public List<String> idParts() {
    return List.of();
  }

  @Override
  public Finding judge(Facts facts) {
    List<DatasetFacts> datasets = facts.candidate().datasets().get();
    if (datasets.isEmpty()) {
      return Finding.absent(!isRequired, wanted(), "the candidate names no dataset");
    }
    String names = String.join(", ", datasets.stream().limit(10).map(DatasetFacts::name).toList());
    List<String> wrong = datasets.stream().flatMap(one -> wrong(one).stream()).toList();
    return wrong.isEmpty()
        ? Finding.of(true, wanted(), names, "the candidate names " + names)
        : Finding.of(false, wanted(), names, String.join("; ", wrong.stream().limit(10).toList()));
  }

  private Optional<String> wrong(DatasetFacts dataset) {
    if (isApproved && !dataset.approved().orElse(false)) {
      return Optional.of("the dataset %s is not approved".formatted(dataset.name()));
    }
    if (maxAge.isEmpty()) {
      return Optional.empty();
    }
    if (dataset.age().isEmpty()) {
      return Optional.of("nobody said how old the dataset %s is".formatted(dataset.name()));
    }
    boolean isTooOld = dataset.age().get().compareTo(maxAge.get().length()) > 0;
    return isTooOld
        ? Optional.of(
            "the dataset %s is %s old, wanted at most %s"
                .formatted(dataset.name(), Span.inWords(dataset.age().get()), maxAge.get()))
        : Optional.empty();
  }

  private String wanted() {
    List<String> parts = new ArrayList<>();
    parts.add(isRequired ? "a dataset" : "any dataset");
    if (isApproved) {
      parts.add("approved");
    }
    maxAge.ifPresent(most -> parts.add("at most " + most + " old"));
    return String.join(", ", parts);
  }
}
