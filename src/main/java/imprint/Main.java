package imprint;

import imprint.launch.Commands;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The program's entry. */
@QuarkusMain
public final class Main {
  private Main() {}

  /**
   * Runs one command and ends the process with its exit code.
   *
   * @param arguments the words of the command line, for instance {@code serve --port 5001}
   */
  public static void main(String... arguments) {
    System.exit(Commands.run(arguments));
  }
}
