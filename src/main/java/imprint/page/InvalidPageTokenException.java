package imprint.page;

import imprint.failure.Failure;

/**
 * A page token that we did not give out for this query. The message may be shown to whoever sent
 * it.
 */
public final class InvalidPageTokenException extends Failure.Invalid {
  public InvalidPageTokenException() {
    super(
        "page_token",
        "Invalid page token. Expected a token of an answer to the same query, or none for the first page");
  }
}
