package imprint.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.Set;

/**
 * Refuses what would let a short expression grow without end. Text and lists cannot be joined and
 * macros are nested two deep at most, so nothing doubles again and again; written lists are short;
 * patterns are known beforehand, so that they can be measured.
 */
final class ExpressionBounds {
  /** Macros within macros. */
  static final int DEEPEST_MACRO = 2;

  private static final Set<String> JOINING = Set.of("add_string", "add_bytes", "add_list");

  private final CelAbstractSyntaxTree tree;
  private final Position at;

  ExpressionBounds(CelAbstractSyntaxTree tree, Position at) {
    this.tree = tree;
    this.at = at;
  }

  void check() {
    check(tree.getExpr(), 0);
  }

  private void check(CelExpr part, int macros) {
    switch (part.exprKind().getKind()) {
      case SELECT -> check(part.select().operand(), macros);
      case CALL -> {
        CelCall call = part.call();
        checkCall(part, call);
        call.target().ifPresent(target -> check(target, macros));
        call.args().forEach(argument -> check(argument, macros));
      }
      case LIST -> {
        checkLength(part.list().elements().size());
        part.list().elements().forEach(element -> check(element, macros));
      }
      case MAP -> {
        checkLength(part.map().entries().size());
        part.map()
            .entries()
            .forEach(
                entry -> {
                  check(entry.key(), macros);
                  check(entry.value(), macros);
                });
      }
      case STRUCT -> throw at.error("an expression makes no objects");
      case COMPREHENSION -> checkMacro(part.comprehension(), macros + 1);
      default -> {}
    }
  }

  private void checkMacro(CelComprehension macro, int macros) {
    if (macros > DEEPEST_MACRO) {
      throw at.error(
          "macros such as all and filter are nested or chained %d deep at most"
              .formatted(DEEPEST_MACRO));
    }
    check(macro.iterRange(), macros);
    check(macro.accuInit(), macros);
    check(macro.loopCondition(), macros);
    check(macro.loopStep(), macros);
    check(macro.result(), macros);
  }

  private void checkCall(CelExpr part, CelCall call) {
    boolean joins =
        tree.getReference(part.id())
            .filter(reference -> reference.overloadIds().stream().anyMatch(JOINING::contains))
            .isPresent();
    if (joins && !collects(call)) {
      throw at.error("text and lists are not joined with + in an expression");
    }
    if (call.function().equals("matches")) {
      CelExpr pattern = call.args().getLast();
      boolean isWritten =
          pattern.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
              && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE;
      if (!isWritten) {
        throw at.error("the pattern of matches() has to be written out");
      }
      TextPattern.compile(pattern.constant().stringValue(), at);
    }
  }

  /** Whether this is how filter and map add to their result, which an expression cannot name. */
  private static boolean collects(CelCall call) {
    CelExpr first = call.args().getFirst();
    return first.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
        && first.ident().name().startsWith("@");
  }

  private void checkLength(int entries) {
    if (entries > DocumentLimits.LIST) {
      throw at.error(
          "a list in an expression has at most %d entries".formatted(DocumentLimits.LIST));
    }
  }
}
