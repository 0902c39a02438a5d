import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.attestation.FolderFiles;
import imprint.attestation.SignedBundle;
import imprint.attestation.SigningKey;
import imprint.attestation.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Signs the files of a folder as the server does: {@code SignSample FOLDER BUNDLE KEY} writes the
 * bundle and the public key, of a key pair that is forgotten at the end.
 */
final class SignSample {
  private SignSample() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    SigningKey key = SigningKey.random();
    Statement statement =
        Statement.of(
            folder.getFileName().toString(),
            FolderFiles.read(folder, List.of()).files(),
            new ObjectMapper().readTree("{\"model\": \"iris\", \"semver\": \"1.4.2\", \"number\": 7}"));
    Files.write(Path.of(arguments[1]), SignedBundle.sign(statement, key).json());
    Files.writeString(Path.of(arguments[2]), key.verification().pem());
  }
}
