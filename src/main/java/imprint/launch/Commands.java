package imprint.launch;

import java.util.List;
import java.util.Optional;

/** The commands of the program, and how their failures look. */
public final class Commands {
  private static final int FAILED = 1;

  private Commands() {}

  /**
   * Runs one command.
   *
   * @return the exit code: 0 done, 1 refused or failed, 2 a word of the command line is wrong
   */
  public static int run(String... arguments) {
    Initialisation.begin(arguments.length == 0 ? "" : arguments[0]);
    try {
      Optional<Server.ServeOptions> plain = PlainServe.read(List.of(arguments), System.getenv());
      if (plain.isPresent()) {
        return new Server(plain.get()).run(ServeCommand::tell);
      }
    } catch (RuntimeException failure) {
      return failed(failure);
    }
    return CommandLineProgram.run(arguments);
  }

  /** Tells of a failure: in one line what the operator can mend, else all of it. */
  static int failed(Exception failure) {
    if (failure instanceof Refusal) {
      System.err.println("imprint: " + failure.getMessage());
    } else {
      failure.printStackTrace();
    }
    return FAILED;
  }
}
