package imprint.launch;

import java.util.Set;

/**
 * Quarkus's static initialisation. It needs neither the command line nor a database, so it goes on
 * beside them from the first moment of a start.
 */
final class Initialisation {
  /** The commands that run the server. */
  private static final Set<String> SERVING = Set.of("serve", "train");

  /** The class that Quarkus's build generates and {@code Quarkus.run} initialises. */
  private static final String APPLICATION = "io.quarkus.runner.ApplicationImpl";

  private Initialisation() {}

  /**
   * Begins, if the command will need it. {@code Quarkus.run} waits by initialising the same class;
   * should that have failed, it fails too, with the same cause.
   */
  static void begin(String command) {
    if (!SERVING.contains(command)) {
      return;
    }
    // Quarkus would refuse targets that java.net.URI does not parse, and the stock client sends the
    // brackets of a file name as they are; endpoints check what they decode themselves.
    System.setProperty("vertx.disableURIValidation", "true");
    HeadStart.begin();
    Thread.ofPlatform().name("imprint-initialise").daemon().start(Initialisation::initialise);
  }

  private static void initialise() {
    try {
      Class.forName(APPLICATION);
    } catch (ClassNotFoundException | LinkageError failed) {
      // Quarkus.run meets the same failure and tells it
    }
  }
}
