package imprint.search;

/** The text being compiled; turns offsets into the positions that errors name. */
record SourceText(String text) {
  /**
   * @param limit the longest text accepted, in UTF-16 units
   * @param what the text's name in an error, such as {@code filter}
   */
  static SourceText of(String text, int limit, String what) {
    SourceText source = new SourceText(text);
    if (text.length() > limit) {
      throw source.error(
          "The " + what + " is longer than " + limit + " characters. Expected its end", limit);
    }
    for (int offset = 0; offset < text.length(); offset++) {
      char unit = text.charAt(offset);
      boolean paired = Character.isHighSurrogate(unit) && offset + 1 < text.length();
      if (paired && Character.isLowSurrogate(text.charAt(offset + 1))) {
        offset++;
      } else if (unit == 0 || Character.isSurrogate(unit)) {
        // Neither can be stored, so neither can be searched for.
        throw source.error(
            "Invalid " + what + ". Expected text without U+0000 and unpaired surrogates", offset);
      }
    }
    return source;
  }

  SearchSyntaxException error(String message, int offset) {
    int position = text.codePointCount(0, Math.min(offset, text.length())) + 1;
    return new SearchSyntaxException(message + " at position " + position, position);
  }
}
