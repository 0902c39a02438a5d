package imprint.http;

import imprint.failure.Failure;
import jakarta.ws.rs.core.Response;

/** How one wire tells its callers what went wrong. Each wire has a bean of this. */
public interface ErrorShape {
  /** What the paths of the wire begin with; the longest that fits a request wins. */
  String pathPrefix();

  /** A failure, each case of which has its status. */
  Response failure(Failure failure);

  /** What the framework refused with this status, below 500. */
  Response refused(int status);

  /** A defect of ours, told without detail. */
  Response defect();
}
