package imprint.launch;

import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code imprint train}: runs the server on a temporary folder, sends it typical requests and
 * stops. With {@code -XX:AOTCacheOutput} the JVM keeps the classes it loaded and linked meanwhile
 * (JEP 483, JEP 514), and later starts begin there.
 */
@Command(name = "train", hidden = true, description = "Rehearse for a JDK AOT cache.")
final class TrainCommand implements Callable<Integer> {
  TrainCommand() {}

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("imprint-train-");
    try {
      // read as an operator's words are, for those classes belong to a start as well
      List<String> words = List.of("serve", "--port", "0", "--data", folder.toString());
      Server.ServeOptions read = PlainServe.read(words, Map.of()).orElseThrow();
      // but never on a database of the environment
      var options =
          new Server.ServeOptions(
              read.host(), read.port(), read.data(), Optional.empty(), read.allowUnauthenticated());
      return new Server(options).run(TrainCommand::rehearse);
    } finally {
      Folders.delete(folder);
    }
  }

  private static void rehearse(Server.Started started) {
    ServeCommand.tell(started);
    String url = started.address().url();
    Thread.ofPlatform()
        .name("imprint-train")
        .start(
            () -> {
              try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
                new TrainingRequests(client, url).send();
              } finally {
                Quarkus.asyncExit(0);
              }
            });
  }
}
