package imprint.repeat;

/**
 * An answer as it was sent.
 *
 * @param status the HTTP status
 * @param body the text, which a repetition gets as it is
 */
public record Answer(int status, String contentType, String body) {}
