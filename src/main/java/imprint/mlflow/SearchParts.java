package imprint.mlflow;

import imprint.failure.Failure;
import imprint.mlflow.json.WireErrors;
import imprint.search.OrderItem;
import imprint.tracking.SearchRequest;
import imprint.tracking.ViewType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts that MLflow's searches share. */
final class SearchParts {
  private SearchParts() {}

  /**
   * The search that a request asks for; {@code maxResults} is what was sent or MLflow's default.
   */
  static SearchRequest of(
      @Nullable String filter,
      List<String> orderBy,
      @Nullable WireViewType view,
      @Nullable Long maxResults,
      @Nullable String pageToken) {
    return of(
        filter,
        orderBy.stream().map(OrderItem::parse).toList(),
        WireViewType.toDomain(view),
        maxResults,
        pageToken);
  }

  static SearchRequest of(
      @Nullable String filter,
      List<OrderItem> orderBy,
      ViewType view,
      @Nullable Long maxResults,
      @Nullable String pageToken) {
    if (filter != null && !filter.isEmpty() && filter.isBlank()) {
      throw new Failure.Invalid(
          "filter", "Invalid filter '" + Failure.echo(filter) + "'. Could not be parsed.");
    }
    return new SearchRequest(
        filter == null ? "" : filter,
        orderBy,
        view,
        limit(maxResults),
        Optional.ofNullable(pageToken).filter(token -> !token.isEmpty()));
  }

  private static int limit(@Nullable Long maxResults) {
    if (maxResults == null) {
      throw WireErrors.missing("max_results");
    }
    return (int) Math.clamp(maxResults, 0L, SearchRequest.MOST_ROWS + 1L);
  }
}
