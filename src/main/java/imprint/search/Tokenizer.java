package imprint.search;

import static imprint.failure.Failure.echo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a filter into tokens, one at a time, so that an error ends the work where it stands. */
final class Tokenizer {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+");
  private static final String COMPARISON_SIGNS = "=<>!~";
  private static final String QUOTES = "'\"`";

  private final SourceText source;
  private final String text;
  private int offset;

  Tokenizer(SourceText source) {
    this.source = source;
    this.text = source.text();
  }

  Token next() {
    while (offset < text.length() && isBlank(text.charAt(offset))) {
      offset++;
    }
    if (offset == text.length()) {
      return new Token.End(offset);
    }
    int start = offset;
    char first = text.charAt(start);
    if (first == '\'' || first == '"') {
      String value = quoted();
      return new Token.Text(value, text.substring(start, offset), start);
    }
    if (first == '`' || isNameStart(text.codePointAt(start))) {
      return name();
    }
    if (startsNumber()) {
      return number();
    }
    return symbol();
  }

  private Token name() {
    int start = offset;
    String head = text.charAt(start) == '`' ? quoted() : bare();
    if (!atDot()) {
      return new Token.Name(
          identifier(Optional.empty(), head, start), text.substring(start, offset), start);
    }
    offset++;
    String key = key(start);
    return new Token.Name(
        identifier(Optional.of(head), key, start), text.substring(start, offset), start);
  }

  private String key(int start) {
    if (offset < text.length() && QUOTES.indexOf(text.charAt(offset)) >= 0) {
      return quoted();
    }
    int keyStart = offset;
    while (offset < text.length() && (isNamePart(text.codePointAt(offset)) || atDot())) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    String key = text.substring(keyStart, offset);
    if (!key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw source.error(
          "Invalid clause(s) in filter string: '%s'. Expected quotes round a key of digits only, as in `%s`,"
              .formatted(echo(text.substring(start, offset)), echo(key)),
          keyStart);
    }
    return key;
  }

  private Identifier identifier(Optional<String> entity, String key, int start) {
    if (key.isEmpty()) {
      throw source.error(
          "Invalid identifier '%s'. Expected a key".formatted(echo(text.substring(start, offset))),
          offset);
    }
    return new Identifier(entity, key, start);
  }

  private String bare() {
    int start = offset;
    while (offset < text.length() && isNamePart(text.codePointAt(offset))) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    return text.substring(start, offset);
  }

  /**
   * Between quotes all is literal; a doubled quote does not end the text and, as in MLflow, stays
   * doubled.
   */
  private String quoted() {
    int start = offset;
    char quote = text.charAt(start);
    int from = start + 1;
    while (true) {
      int close = text.indexOf(quote, from);
      if (close < 0) {
        throw source.error(
            "Invalid clause(s) in filter string: '%s'. Expected a closing %s for the quote"
                .formatted(echo(text.substring(start)), quote),
            start);
      }
      if (close + 1 == text.length() || text.charAt(close + 1) != quote) {
        offset = close + 1;
        return text.substring(start + 1, close);
      }
      from = close + 2;
    }
  }

  private boolean startsNumber() {
    return NUMBER.matcher(text).region(offset, text.length()).lookingAt();
  }

  /**
   * A number and nothing glued to it; {@code 1e}, {@code 0x10} and {@code 1and} are not numbers.
   */
  private Token number() {
    int start = offset;
    Matcher matcher = NUMBER.matcher(text).region(offset, text.length());
    matcher.lookingAt();
    offset = matcher.end();
    int numberEnd = offset;
    while (offset < text.length() && (isNamePart(text.codePointAt(offset)) || atDot())) {
      offset += Character.charCount(text.codePointAt(offset));
    }
    String written = text.substring(start, offset);
    return offset == numberEnd
        ? new Token.Numeric(written, start)
        : new Token.Symbol(written, start);
  }

  private Token symbol() {
    int start = offset;
    if (COMPARISON_SIGNS.indexOf(text.charAt(start)) < 0) {
      offset += Character.charCount(text.codePointAt(start));
    } else {
      while (offset < text.length() && COMPARISON_SIGNS.indexOf(text.charAt(offset)) >= 0) {
        offset++;
      }
    }
    return new Token.Symbol(text.substring(start, offset), start);
  }

  private boolean atDot() {
    return offset < text.length() && text.charAt(offset) == '.';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isNameStart(int c) {
    return c == '_' || Character.isLetter(c);
  }

  private static boolean isNamePart(int c) {
    int type = Character.getType(c);
    return c == '_'
        || Character.isLetterOrDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
