package imprint.storage;

import imprint.failure.Failure;
import io.minio.errors.ErrorResponseException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What goes wrong with an S3 server, as failures and in words that tell no secret. */
final class S3Faults {
  private static final Logger LOG = Logger.getLogger(S3Faults.class);
  private static final int LONGEST = 300;
  private static final Set<String> ABSENT =
      Set.of("NoSuchKey", "NoSuchObject", "NotFound", "ResourceNotFound");
  private static final Set<String> BAD_PARTS =
      Set.of("NoSuchUpload", "InvalidPart", "InvalidPartOrder", "EntityTooSmall");

  private S3Faults() {}

  /**
   * What a request that failed means for whoever sent it.
   *
   * @param doing a participle: read, written
   */
  static Failure failure(String storage, String doing, Throwable thrown) {
    Throwable cause = cause(thrown);
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (isAbsent(cause)) {
      return new Failure.DataLoss("The stored bytes of this artifact are missing.");
    }
    String code = code(cause);
    if ("InvalidRange".equals(code)) {
      return new Failure.DataLoss("The stored bytes of this artifact are incomplete.");
    }
    if (BAD_PARTS.contains(code)) {
      return new Failure.Invalid(
          "parts", "The parts are not those that were uploaded (" + code + ").");
    }
    String words = words(cause);
    LOG.errorf("the storage %s cannot be %s: %s", storage, doing, words);
    return unavailable(doing, words);
  }

  /** What a caller is told, with {@code words} for the operator as its cause. */
  static Failure.Unavailable unavailable(String doing, String words) {
    return new Failure.Unavailable(
        "The artifact storage cannot be " + doing + " at the moment.", new Told(words));
  }

  /** Our own words for a fault, whose source may hold more than a log should. */
  static final class Told extends IOException {
    private static final long serialVersionUID = 1L;

    Told(String words) {
      super(words);
    }
  }

  static boolean isAbsent(Throwable thrown) {
    return ABSENT.contains(code(cause(thrown)));
  }

  /** What happened, in one sentence for an operator. */
  static String words(Throwable thrown) {
    Throwable cause = cause(thrown);
    return switch (cause) {
      case ErrorResponseException e -> ofCode(code(e), e.response().code());
      case UnknownHostException e -> "The host of the endpoint is not known.";
      case ConnectException e -> "The endpoint refuses connections or cannot be reached.";
      case NoRouteToHostException e -> "There is no route to the endpoint.";
      case SocketTimeoutException e -> "The endpoint does not answer in time.";
      case TimeoutException e -> "The storage does not answer in time.";
      case InterruptedIOException e -> "The endpoint does not answer in time.";
      case SSLException e ->
          "No encrypted connection to the endpoint can be made: " + line(e.getMessage());
      case Told e -> String.valueOf(e.getMessage());
      case Failure e -> e.text();
      case IOException e -> "The connection failed: " + line(e.getMessage());
      default ->
          "The endpoint does not answer as S3 does (" + cause.getClass().getSimpleName() + ").";
    };
  }

  private static String ofCode(String code, int status) {
    return switch (code) {
      case "AccessDenied" -> "The server denies access with these credentials (AccessDenied).";
      case "InvalidAccessKeyId" -> "The server does not know the access key (InvalidAccessKeyId).";
      case "SignatureDoesNotMatch" ->
          "The secret key does not belong to the access key (SignatureDoesNotMatch).";
      case "NoSuchBucket" -> "The bucket does not exist (NoSuchBucket).";
      case "RequestTimeTooSkewed" ->
          "The clocks of this server and of the storage differ too much (RequestTimeTooSkewed).";
      case "AuthorizationHeaderMalformed", "PermanentRedirect", "Redirect" ->
          "The region or the endpoint is not the bucket's (" + code + ").";
      default -> "The server answered " + status + " (" + line(code) + ").";
    };
  }

  /** The code of S3's error, empty for any other. */
  private static String code(Throwable cause) {
    if (cause instanceof ErrorResponseException error) {
      @Nullable String code = error.errorResponse().code();
      return code == null ? "" : code;
    }
    return "";
  }

  /** What the wrappers of futures and of the client hold. */
  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause instanceof IllegalStateException // as listings have it
            || cause.getClass() == io.minio.errors.MinioException.class)) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String line(@Nullable String text) {
    String one = text == null ? "no reason is given" : text.replaceAll("\\s+", " ").strip();
    return one.length() <= LONGEST ? one : one.substring(0, LONGEST) + "…";
  }
}
