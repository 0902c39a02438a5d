package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PlainServeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "serve --port 0",
        "serve --port=5001 --host=::1",
        "serve --data some/folder --host 0.0.0.0 --allow-unauthenticated",
        "serve --allow-unauthenticated --port 7",
        "serve --database-url postgresql://u:p@db/models --data /d",
        "serve --database-url=jdbc:postgresql://db/models?user=u&password=a=b"
      })
  void plainWordsMeanWhatTheyMeanToPicocli(String line) {
    List<String> words = List.of(line.split(" "));
    assertEquals(Optional.of(asPicocliReads(words)), PlainServe.read(words, System.getenv()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "help",
        "check storage",
        "train",
        "serve --help",
        "serve --port",
        "serve --port --host",
        "serve --port x",
        "serve --port -1",
        "serve --port 9999999999",
        "serve --port=",
        "serve --port 1 --port 2",
        "serve --data @words",
        "serve --allow-unauthenticated false",
        "serve --allow-unauthenticated=true",
        "serve extra",
        "serve -- --port 1",
        "serve --unknown 1"
      })
  void allElseIsLeftToPicocli(String line) {
    List<String> words = line.isEmpty() ? List.of() : List.of(line.split(" "));
    assertTrue(PlainServe.read(words, Map.of()).isEmpty());
  }

  @Test
  void theEnvironmentSaysWhatTheLineDoesNot() {
    Map<String, String> environment =
        Map.of(
            "IMPRINT_HOST", "localhost",
            "IMPRINT_PORT", "5002",
            "IMPRINT_ALLOW_UNAUTHENTICATED", "true");
    Server.ServeOptions options =
        PlainServe.read(List.of("serve", "--port", "5003", "--data", "d"), environment)
            .orElseThrow();
    assertEquals("localhost", options.host());
    assertEquals(5003, options.port());
    assertEquals(Path.of("d"), options.data());
    assertTrue(options.allowUnauthenticated());
  }

  @ParameterizedTest
  @CsvSource({
    "IMPRINT_HOST, ''",
    "IMPRINT_PORT, ''",
    "IMPRINT_PORT, many",
    "IMPRINT_ALLOW_UNAUTHENTICATED, ''",
    "IMPRINT_ALLOW_UNAUTHENTICATED, perhaps"
  })
  void anEnvironmentThatIsNotPlainIsLeftToPicocli(String variable, String value) {
    assertTrue(PlainServe.read(List.of("serve"), Map.of(variable, value)).isEmpty());
  }

  private static Server.ServeOptions asPicocliReads(List<String> words) {
    ServeCommand command = new ServeCommand();
    new CommandLine(command).parseArgs(words.stream().skip(1).toArray(String[]::new));
    return command.options();
  }
}
