package imprint.mlflow;

import imprint.failure.Failure;
import imprint.registry.ModelVersion;
import imprint.registry.RegistryLimits;
import imprint.search.OrderItem;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the endpoints of registered models and their versions read alike. */
final class RegistryArguments {
  private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?[0-9]+\\s*");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private RegistryArguments() {}

  /** The name of a model, which is checked also where a model is only looked for. */
  static String name(String name) {
    RegistryLimits.modelName("name", name);
    return name;
  }

  /**
   * The number of a version of a model. An integer that is no number of any version is one that
   * does not exist.
   */
  static int version(String model, String text) {
    if (!INTEGER.matcher(text).matches()) {
      throw new Failure.Invalid(
          "version", "Parameter 'version' must be an integer, got '" + Failure.echo(text) + "'.");
    }
    String plain = text.strip().replaceFirst("^\\+", "").replaceFirst("^0+(?=.)", "");
    if (!NUMBER.matcher(plain).matches()) {
      throw ModelVersion.missing(model, plain);
    }
    return Integer.parseInt(plain);
  }

  /** A filter; one of nothing but blanks is none, as in MLflow's other searches. */
  static String filter(@Nullable String filter) {
    if (filter != null && !filter.isEmpty() && filter.isBlank()) {
      throw new Failure.Invalid(
          "filter", "Invalid filter '" + Failure.echo(filter) + "'. Could not be parsed.");
    }
    return filter == null ? "" : filter;
  }

  /** The items of an ordering. */
  static List<OrderItem> order(List<String> orderBy) {
    return orderBy.stream().map(OrderItem::parse).toList();
  }

  /** The rows of a page; what is beyond any limit stays beyond it. */
  static int rows(@Nullable Long asked, int otherwise) {
    return asked == null ? otherwise : (int) Math.clamp(asked, -1L, Integer.MAX_VALUE);
  }
}
