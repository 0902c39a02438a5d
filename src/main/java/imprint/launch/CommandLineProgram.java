package imprint.launch;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the program, as picocli reads them and tells of them. */
@Command(
    name = "imprint",
    description = "An MLflow-compatible tracking server and a governed model registry.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    subcommands = {
      ServeCommand.class,
      TokenCommand.class,
      CheckCommand.class,
      TrainCommand.class,
      CommandLine.HelpCommand.class
    },
    footer = {"", "In a source checkout, ./imprint test runs every check and test."})
final class CommandLineProgram {
  CommandLineProgram() {}

  /**
   * Runs one command.
   *
   * @return the exit code: 0 done, 1 refused or failed, 2 a word of the command line is wrong
   */
  static int run(String... arguments) {
    CommandLine line = new CommandLine(new CommandLineProgram());
    line.setParameterExceptionHandler(
        (failure, words) -> {
          PrintWriter err = failure.getCommandLine().getErr();
          err.println(
              "imprint: " + String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", " "));
          err.println("Try: imprint help");
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler((failure, command, parsed) -> Commands.failed(failure));
    if (arguments.length == 0) {
      line.usage(System.out);
      return CommandLine.ExitCode.USAGE;
    }
    return line.execute(arguments);
  }
}
