package imprint.archive;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the first rows of a table of separated values, RFC 4180: a quoted cell may hold separators,
 * line ends, and quotes that are doubled. What the rules do not allow is taken as it stands.
 */
final class DelimitedText {
  static final int MOST_ROWS = 100;
  static final int MOST_COLUMNS = 100;
  static final int LONGEST_CELL = 1_000;

  private final String text;
  private final char separator;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> row = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private boolean truncated;
  private int at;

  private DelimitedText(String text, char separator, boolean truncated) {
    this.text = text;
    this.separator = separator;
    this.truncated = truncated;
  }

  /** The table that a text begins; its last row is left out where the text was cut off within. */
  static Preview.Table read(String text, char separator, boolean goesOn) {
    return new DelimitedText(text, separator, goesOn).read(goesOn);
  }

  private Preview.Table read(boolean goesOn) {
    boolean ended = true;
    while (at < text.length() && rows.size() < MOST_ROWS) {
      ended = readCell();
    }
    if (!ended && rows.size() < MOST_ROWS && (!goesOn || rows.isEmpty())) {
      endRow();
    }
    truncated |= at < text.length();
    return new Preview.Table(List.copyOf(rows), truncated);
  }

  /** Reads a cell and what ends it; true when that is the end of a row. */
  private boolean readCell() {
    boolean quoted = text.charAt(at) == '"';
    if (quoted) {
      at++;
      readQuoted();
    }
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == separator) {
        endCell();
        return false;
      }
      if (c == '\n' || c == '\r') {
        if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
          at++;
        }
        endRow();
        return true;
      }
      take(c);
    }
    return false;
  }

  private void readQuoted() {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '"') {
        take(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        take('"');
        at++;
      } else {
        return;
      }
    }
  }

  private void take(char c) {
    if (cell.length() < LONGEST_CELL) {
      cell.append(c);
    } else {
      truncated = true;
    }
  }

  private void endCell() {
    if (row.size() < MOST_COLUMNS) {
      boolean torn = !cell.isEmpty() && Character.isHighSurrogate(cell.charAt(cell.length() - 1));
      row.add(torn ? cell.substring(0, cell.length() - 1) : cell.toString());
    } else {
      truncated = true;
    }
    cell.setLength(0);
  }

  private void endRow() {
    endCell();
    rows.add(List.copyOf(row));
    row = new ArrayList<>();
  }
}
