package imprint.page;

/**
 * A page token that we did not give out for this query. The message may be shown to whoever sent
 * it.
 */
public final class InvalidPageTokenException extends RuntimeException {
  public InvalidPageTokenException() {
    // An answer to a caller, not a defect: no stack trace is taken.
    super(
        "Invalid page token. Expected a token of an answer to the same query, or none for the first page",
        null,
        false,
        false);
  }
}
