package imprint.tracking;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import imprint.failure.Failure;
import imprint.search.OrderItem;
import java.util.List;
import java.util.Optional;

/**
 * What a search asks for.
 *
 * @param filter in the language of {@code imprint.search}; empty matches everything
 * @param orderBy what to sort by first
 * @param limit rows of a page, 1 to {@link #MOST_ROWS}
 * @param pageToken where to continue, empty for the first page
 */
public record SearchRequest(
    String filter, List<OrderItem> orderBy, ViewType view, int limit, Optional<String> pageToken) {
  /** The most rows of one page, as in MLflow. */
  public static final int MOST_ROWS = 50_000;

  public SearchRequest {
    checkLimit(limit);
  }

  /** Gives a page size back, or fails. */
  @CanIgnoreReturnValue
  static int checkLimit(int limit) {
    if (limit < 1 || limit > MOST_ROWS) {
      throw new Failure.Invalid(
          "max_results",
          "Invalid value "
              + limit
              + " for parameter 'max_results' supplied. It must be "
              + (limit < 1 ? "a positive integer" : "at most " + MOST_ROWS));
    }
    return limit;
  }

  boolean showsActive() {
    return view != ViewType.DELETED_ONLY;
  }

  boolean showsDeleted() {
    return view != ViewType.ACTIVE_ONLY;
  }
}
