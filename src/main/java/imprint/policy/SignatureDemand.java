package imprint.policy;

import java.util.List;
import java.util.Optional;

/** The model declares its inputs and outputs. */
record SignatureDemand() implements Demand {
  private static final String REQUIRED = "required";

  static SignatureDemand read(Fields fields) {
    if (!fields.text(RuleKind.SIGNATURE.key()).equals(Optional.of(REQUIRED))) {
      throw fields.at(RuleKind.SIGNATURE.key()).error("expected 'signature' to be required");
    }
    return new SignatureDemand();
  }

  @Override
  public RuleKind kind() {
    return RuleKind.SIGNATURE;
  }

  @Override
  public List<String> idParts() {
    return List.of();
  }

  @Override
  public Finding judge(Facts facts) {
    return facts.candidate().hasSignature()
        ? Finding.of(true, "a signature", "present", "the model has a signature")
        : Finding.absent(false, "a signature", "the model has no signature");
  }
}
