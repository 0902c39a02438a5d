package imprint.search;

/** How values compare and sort. */
public enum ValueType {
  /** Text, compared by bytes: its SQL must carry collation "C". */
  TEXT,
  /** Text that names one thing: at most 256 characters, and ordered by all of them. */
  IDENTITY,
  /** A {@code bigint}. */
  WHOLE,
  /**
   * A {@code double precision}; NaN equals nothing, is neither less nor greater, and sorts after
   * numbers.
   */
  REAL,
  /** A {@code bigint} that filters write as quoted text, such as an experiment's id. */
  NUMERAL
}
