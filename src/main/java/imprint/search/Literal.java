package imprint.search;

/** A value in a filter, with its spelling and where it starts, in UTF-16 units from 0. */
sealed interface Literal {
  String written();

  int offset();

  /** Quoted text; {@code value} is what stands between the quotes, unchanged. */
  record Text(String value, String written, int offset) implements Literal {}

  /** A decimal number, not yet read. */
  record Numeric(String written, int offset) implements Literal {}

  /** Anything else without a blank in it; only some vocabularies take it, as text. */
  record Word(String written, int offset) implements Literal {}
}
