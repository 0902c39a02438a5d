package imprint.storage;

import java.time.Duration;

/**
 * How long an S3 server may take.
 *
 * @param connect for a connection to be made
 * @param silence between two packets of an answer or a body
 * @param attempts how often a request is sent when the server says that it is overloaded
 */
record S3Limits(Duration connect, Duration silence, int attempts) {
  static final S3Limits USUAL = new S3Limits(Duration.ofSeconds(10), Duration.ofSeconds(30), 3);

  /** For a check, whose steps may take 10 seconds each. */
  static final S3Limits CHECK = new S3Limits(Duration.ofSeconds(4), Duration.ofSeconds(8), 1);

  /** The same for work that the server does by itself, answering at its end. */
  S3Limits patient() {
    return new S3Limits(connect, silence.multipliedBy(20), attempts);
  }
}
