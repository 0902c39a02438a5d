package imprint.policy;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import imprint.failure.Failure;
import java.util.Optional;

/** Compiles CEL and checks its types against the variables that policies have. */
final class ExpressionCompiler {
  /** Code points of an expression. */
  static final int LONGEST = 2_000;

  /** Levels of parentheses, lists and calls. */
  static final int DEEPEST = 32;

  /** Rounds of all macros of one evaluation together. */
  static final int MOST_ITERATIONS = 50_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .maxParseRecursionDepth(DEEPEST)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final MapType TEXTS = MapType.create(SimpleType.STRING, SimpleType.STRING);
  private static final MapType NUMBERS = MapType.create(SimpleType.STRING, SimpleType.DOUBLE);

  private static final StructType FILE =
      struct("File", fields("path", SimpleType.STRING, "size", SimpleType.INT));

  private static final StructType CANDIDATE =
      struct(
          "Candidate",
          fields(
              "id",
              SimpleType.STRING,
              "name",
              SimpleType.STRING,
              "status",
              SimpleType.STRING,
              "user",
              SimpleType.STRING,
              "params",
              TEXTS,
              "tags",
              TEXTS,
              "metrics",
              NUMBERS,
              "files",
              ListType.create(FILE)));

  private static final StructType HELD =
      struct(
          "Held",
          fields(
              "number",
              SimpleType.INT,
              "semver",
              SimpleType.STRING,
              "since",
              SimpleType.TIMESTAMP,
              "metrics",
              NUMBERS));

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setTypeProvider(new Types())
          .addVar("candidate", CANDIDATE)
          .addVar("channels", MapType.create(SimpleType.STRING, HELD))
          .addVar("bump", SimpleType.STRING)
          .addVar("now", SimpleType.TIMESTAMP)
          .setResultType(SimpleType.BOOL)
          .build();
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

  /**
   * @param at where the expression stands
   * @throws PolicySyntaxException when it is no CEL, has a wrong type or could cost too much
   */
  Expression compile(String source, Position at) {
    if (source.codePointCount(0, source.length()) > LONGEST) {
      throw at.error("the expression is longer than %d characters".formatted(LONGEST));
    }
    try {
      CelAbstractSyntaxTree tree = compiler.compile(source).getAst();
      new ExpressionBounds(tree, at).check();
      return new Expression(source, runtime.createProgram(tree));
    } catch (CelValidationException wrong) {
      throw at.error("not a condition in CEL: " + reason(wrong));
    } catch (CelEvaluationException wrong) {
      throw at.error("not a condition in CEL: " + Failure.echo(wrong.getMessage()));
    }
  }

  private static String reason(CelValidationException wrong) {
    if (wrong.getErrors().isEmpty()) {
      return Failure.echo(wrong.getMessage());
    }
    CelIssue first = wrong.getErrors().getFirst();
    CelSourceLocation location = first.getSourceLocation();
    return "%s (line %d, column %d of the expression)"
        .formatted(
            Failure.echo(first.getMessage()),
            Math.max(1, location.getLine()),
            Math.max(0, location.getColumn()) + 1);
  }

  private static ImmutableMap<String, CelType> fields(Object... namesAndTypes) {
    ImmutableMap.Builder<String, CelType> fields = ImmutableMap.builder();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      fields.put((String) namesAndTypes[i], (CelType) namesAndTypes[i + 1]);
    }
    return fields.buildOrThrow();
  }

  private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
  }

  /** The types of the variables, which the compiler looks up by name. */
  private static final class Types implements CelTypeProvider {
    private static final ImmutableList<CelType> ALL = ImmutableList.of(FILE, CANDIDATE, HELD);

    @Override
    public ImmutableCollection<CelType> types() {
      return ALL;
    }

    @Override
    public Optional<CelType> findType(String name) {
      return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
