package imprint.policy;

import imprint.failure.Failure;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads policies. A document has the keys {@code rules}, {@code approvals} and {@code waivers}; at
 * most 64 KiB, 200 rules and 20 levels.
 */
@ApplicationScoped
public class PolicyParser {
  private static final List<String> ROLES =
      List.of("contributor", "promoter", "approver", "owner", "admin");
  private static final List<String> APPROVERS = List.of("approver", "owner", "admin");
  private static final List<String> WAIVERS = List.of("owner", "admin");
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final RuleReader rules = new RuleReader(new ExpressionCompiler());

  /**
   * The policy that a text is.
   *
   * @throws PolicySyntaxException with line and column, when it is none
   * @throws imprint.failure.Failure.TooLarge beyond 64 KiB in UTF-8
   */
  public PolicyDocument parse(String text, PolicyFormat format) {
    if (text.length() > DocumentLimits.BYTES
        || text.getBytes(StandardCharsets.UTF_8).length > DocumentLimits.BYTES) {
      throw new Failure.TooLarge("A policy has at most %d bytes".formatted(DocumentLimits.BYTES));
    }
    String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    Optional<DocumentNode> root =
        switch (format) {
          case YAML -> YamlDocument.read(plain);
          case JSON -> JsonDocument.read(plain);
        };
    return document(
        Fields.of(
            root.orElseThrow(
                () -> Position.START.error("expected a policy with 'rules' or 'approvals'")),
            "a policy"));
  }

  private PolicyDocument document(Fields fields) {
    fields.only("rules", "approvals", "waivers");
    if (!fields.has("rules") && !fields.has("approvals")) {
      throw fields.at().error("expected 'rules' or 'approvals'");
    }
    List<Rule> read = fields.has("rules") ? rules.read(fields.required("rules")) : List.of();
    return new PolicyDocument(
        read,
        fields.node("approvals").map(node -> approvals(Fields.of(node, "'approvals'"))),
        fields.node("waivers").map(node -> waivers(Fields.of(node, "'waivers'"))).orElse(WAIVERS));
  }

  private static PolicyDocument.Approvals approvals(Fields fields) {
    fields.only("count", "roles", "not_author", "expire");
    Optional<Span> expire = fields.span("expire");
    if (expire.filter(span -> span.length().isZero()).isPresent()) {
      throw fields.at("expire").error("expected 'expire' to be longer than nothing");
    }
    return new PolicyDocument.Approvals(
        fields.count("count", 0, PolicyDocument.Approvals.MOST).orElse(1),
        fields.has("roles") ? roles(fields) : APPROVERS,
        fields.truth("not_author").orElse(false),
        expire);
  }

  private static List<String> waivers(Fields fields) {
    fields.only("roles");
    fields.required("roles");
    return roles(fields);
  }

  private static List<String> roles(Fields fields) {
    Set<String> roles = new LinkedHashSet<>();
    for (DocumentNode node : fields.items("roles")) {
      if (!(node instanceof DocumentNode.Scalar scalar) || !ROLES.contains(scalar.text())) {
        throw node.at().error("expected one of the roles " + String.join(", ", ROLES));
      }
      roles.add(scalar.text());
    }
    return List.copyOf(roles);
  }
}
