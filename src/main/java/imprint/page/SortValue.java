package imprint.page;

/** One value that a row was sorted by, exactly as the database has it. */
public sealed interface SortValue {
  record Text(String value) implements SortValue {}

  record Whole(long value) implements SortValue {}

  /** Bit for bit, NaN and infinities included. */
  record Real(double value) implements SortValue {}

  /** The row has no such value. */
  record Missing() implements SortValue {}
}
