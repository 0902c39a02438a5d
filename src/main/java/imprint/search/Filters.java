package imprint.search;

/**
 * Compiles filters: MLflow's clauses joined by AND, and besides OR, NOT and parentheses (NOT binds
 * closest, then AND). Limits: 400,000 characters, 300 clauses, 64 levels, 10,000 values in a list.
 */
public final class Filters {
  private Filters() {}

  /** Compiles with binds named {@code f0}, {@code f1} and so on. */
  public static CompiledFilter compile(Vocabulary vocabulary, String text) {
    return compile(vocabulary, text, "f");
  }

  /**
   * Compiles a filter with binds of the caller's naming.
   *
   * @param text the filter; empty matches everything
   * @param prefix begins the name of each bind: lower-case letters, unlike the other binds of the
   *     statement
   * @throws SearchSyntaxException if the text is not a filter of this vocabulary
   */
  public static CompiledFilter compile(Vocabulary vocabulary, String text, String prefix) {
    SourceText source = SourceText.of(text, FilterParser.LONGEST, "filter");
    Filter filter = FilterParser.parse(source);
    FilterSql sql = new FilterSql(vocabulary, source, prefix);
    return new CompiledFilter(sql.write(filter), sql.binds(), sql.entities());
  }
}
