package imprint.search;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How a clause compares. The spelling is MLflow's. */
public enum Operator {
  EQUALS("="),
  NOT_EQUALS("!="),
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">="),
  LIKE("LIKE"),
  ILIKE("ILIKE"),
  IN("IN"),
  NOT_IN("NOT IN"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL");

  /** What numbers support. */
  public static final Set<Operator> NUMERIC =
      Collections.unmodifiableSet(EnumSet.range(EQUALS, AT_LEAST));

  /** What text that every object has supports. */
  public static final Set<Operator> TEXT =
      Collections.unmodifiableSet(EnumSet.of(EQUALS, NOT_EQUALS, LIKE, ILIKE, IN, NOT_IN));

  /** What text that an object may lack supports. */
  public static final Set<Operator> OPTIONAL_TEXT =
      Collections.unmodifiableSet(
          EnumSet.of(EQUALS, NOT_EQUALS, LIKE, ILIKE, IN, NOT_IN, IS_NULL, IS_NOT_NULL));

  /** What names without an order support. */
  public static final Set<Operator> IDENTITY =
      Collections.unmodifiableSet(EnumSet.of(EQUALS, NOT_EQUALS, IN, NOT_IN));

  private final String spelling;

  Operator(String spelling) {
    this.spelling = spelling;
  }

  String spelling() {
    return spelling;
  }

  /** The operator spelled with symbols or as one word, in any case. */
  static Optional<Operator> spelled(String text) {
    return Arrays.stream(values()).filter(op -> op.spelling.equalsIgnoreCase(text)).findFirst();
  }

  /** The operators as MLflow's messages list them. */
  static String list(Collection<Operator> operators) {
    return operators.stream()
        .map(op -> "'" + op.spelling + "'")
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
