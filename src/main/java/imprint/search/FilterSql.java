package imprint.search;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a filter as SQL. Every clause is true or false and never null, so that NOT means what it
 * says: a clause on a value that the object lacks is false.
 */
final class FilterSql {
  private final Vocabulary vocabulary;
  private final SourceText source;
  private final Binds binds;
  private final Conditions conditions;
  private final Set<String> entities = new LinkedHashSet<>();

  FilterSql(Vocabulary vocabulary, SourceText source, String prefix) {
    this.vocabulary = vocabulary;
    this.source = source;
    this.binds = new Binds(prefix);
    this.conditions = new Conditions(source, binds, vocabulary.bareText());
  }

  Map<String, Object> binds() {
    return binds.values();
  }

  Set<String> entities() {
    return entities;
  }

  String write(Filter filter) {
    return switch (filter) {
      case Filter.Everything ignored -> "true";
      case Filter.All all -> join(all.parts(), " and ");
      case Filter.Any any -> join(any.parts(), " or ");
      case Filter.Not not -> "not " + write(not.part());
      case Filter.Clause clause -> clause(clause);
    };
  }

  private String join(List<Filter> parts, String word) {
    return parts.stream().map(this::write).collect(Collectors.joining(word, "(", ")"));
  }

  private String clause(Filter.Clause clause) {
    Field field = vocabulary.resolve(clause.identifier(), source);
    entities.add(field.entity());
    if (!field.operators().contains(clause.operator())) {
      throw refused(clause, field);
    }
    return switch (field.source()) {
      case Field.Source.Column column -> {
        String condition = condition(clause, field, column.expression());
        yield column.nullable()
            ? "(%s is not null and %s)".formatted(column.expression(), condition)
            : condition;
      }
      case Field.Source.Rows rows -> {
        String select = binds.rename(rows.all().strip(), bindsOf(field));
        yield switch (clause) {
          case Filter.Presence presence when presence.operator() == Operator.IS_NULL ->
              "not " + exists(select, "true");
          case Filter.Presence ignored -> exists(select, "true");
          case Filter.Clause valued -> exists(select, condition(valued, field, "f.value"));
        };
      }
    };
  }

  /**
   * One probe of the rows for each object that the clauses before it let through. Without {@code
   * offset 0} PostgreSQL would make a join of every clause: a hundred joins take it seconds to
   * plan, and rows of other objects are read.
   */
  private static String exists(String select, String condition) {
    return "exists (select from (%s) f where %s offset 0)".formatted(select, condition);
  }

  private Map<String, Object> bindsOf(Field field) {
    Map<String, Object> given = new LinkedHashMap<>(vocabulary.binds());
    given.put("key", field.key());
    return given;
  }

  private String condition(Filter.Clause clause, Field field, String expression) {
    return switch (clause) {
      case Filter.Comparison comparison -> conditions.compare(field, expression, comparison);
      case Filter.Membership membership -> conditions.among(field, expression, membership);
      // Only values that an object may lack can be asked about, and those are rows or nullable
      // columns.
      case Filter.Presence presence ->
          expression + (presence.operator() == Operator.IS_NULL ? " is null" : " is not null");
    };
  }

  private SearchSyntaxException refused(Filter.Clause clause, Field field) {
    String message =
        switch (clause) {
          case Filter.Presence ignored ->
              "IS NULL / IS NOT NULL is only supported for tags and params, not for '%s' '%s'. Expected one of %s"
                  .formatted(
                      field.entity(),
                      SearchSyntaxException.echo(field.key()),
                      Operator.list(field.operators()));
          case Filter.Clause other ->
              "Invalid comparator '%s' not one of '%s'. Expected one of these"
                  .formatted(other.operator().spelling(), Operator.list(field.operators()));
        };
    return source.error(message, clause.operatorOffset());
  }
}
