package imprint.policy;

import java.util.List;

/** What a rule wants; one record for each kind, which reads itself and judges. */
sealed interface Demand
    permits BumpDemand,
        CheckDemand,
        DatasetDemand,
        ExpressionDemand,
        FileDemand,
        FreezeDemand,
        MetricDemand,
        SignatureDemand,
        SoakDemand,
        TextDemand {

  RuleKind kind();

  /** What it is about and how, for the rule's id; such as {@code auc} and {@code min}. */
  List<String> idParts();

  /** Never fails: what cannot be judged is found to fail, with the reason. */
  Finding judge(Facts facts);
}
