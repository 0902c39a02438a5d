package imprint.search;

/** A piece of a filter: how it is written and where it starts, in UTF-16 units from 0. */
sealed interface Token {
  String written();

  int offset();

  /** Whether this is the bare word {@code word}, in any case. */
  default boolean is(String word) {
    return this instanceof Name && written().equalsIgnoreCase(word);
  }

  /** A bare word, or a name of any form other than one wholly in single or double quotes. */
  record Name(Identifier identifier, String written, int offset) implements Token {}

  /** Text in single or double quotes. */
  record Text(String value, String written, int offset) implements Token {}

  record Numeric(String written, int offset) implements Token {}

  /** One of {@code ( ) , ;}, a run of comparison signs, or whatever nothing else accepts. */
  record Symbol(String written, int offset) implements Token {}

  /** The end of the text. */
  record End(int offset) implements Token {
    @Override
    public String written() {
      return "the end";
    }
  }
}
