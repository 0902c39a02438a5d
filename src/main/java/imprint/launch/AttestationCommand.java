package imprint.launch;

import imprint.attestation.BundleVerifier;
import imprint.attestation.Difference;
import imprint.attestation.FolderFiles;
import imprint.attestation.NotVerifiedException;
import imprint.attestation.SignedBundle;
import imprint.attestation.Statement;
import imprint.attestation.VerificationKey;
import imprint.failure.Failure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprint check attestation}; needs files only, neither a server nor a database. */
@Command(
    name = "attestation",
    description = {
      "Verify that the files of a folder are those that were signed.",
      "Prints each file that is missing, added, changed or unreadable.",
      "Ends with 0 when all is as signed, else with 1."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AttestationCommand implements Callable<Integer> {
  private static final int NOT_VERIFIED = 1;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The signed bundle (model.sig). It is no file of the folder, if it lies there.")
  private Path bundle = Path.of("");

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder with the files.")
  private Path folder = Path.of("");

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "Public keys to trust, in PEM (GET /api/v1/keys); may be given several times.")
  private final List<Path> keys = new ArrayList<>();

  @Option(
      names = "--ignore-path",
      paramLabel = "PATH",
      description = "A file or folder to leave out; may be given several times.")
  private final List<Path> ignored = new ArrayList<>();

  AttestationCommand() {}

  @Override
  public Integer call() {
    PrintStream out = System.out;
    try {
      BundleVerifier verifier = new BundleVerifier(trusted());
      Statement stated = verifier.open(SignedBundle.parse(bytes(bundle)));
      List<Difference> differences = differences(stated);
      differences.forEach(difference -> out.println(line(difference)));
      String files = stated.digests().size() + (stated.digests().size() == 1 ? " file" : " files");
      out.println(
          differences.isEmpty()
              ? "verified: " + files + " as signed"
              : "not verified: the files are not the " + files + " that were signed");
      return differences.isEmpty() ? 0 : NOT_VERIFIED;
    } catch (NotVerifiedException wrong) {
      out.println("not verified: " + wrong.text());
      return NOT_VERIFIED;
    }
  }

  private List<VerificationKey> trusted() {
    List<VerificationKey> trusted = new ArrayList<>();
    for (Path file : keys) {
      try {
        trusted.addAll(VerificationKey.read(Files.readString(file)));
      } catch (Failure.Invalid wrong) {
        throw new Refusal("The key " + file + ": " + wrong.text());
      } catch (IOException failed) {
        throw cannotRead(file, failed);
      }
    }
    return trusted;
  }

  private List<Difference> differences(Statement stated) {
    if (!Files.isDirectory(folder)) {
      throw new Refusal(folder + " is not a folder.");
    }
    List<Path> leftOut = new ArrayList<>(List.of(place(bundle)));
    ignored.forEach(path -> leftOut.add(place(path)));
    try {
      stated.ignored().forEach(path -> leftOut.add(Path.of(path)));
      FolderFiles found = FolderFiles.read(folder, leftOut);
      List<Difference> differences = new ArrayList<>(found.unreadable());
      differences.addAll(BundleVerifier.compare(stated, found.files()));
      return differences;
    } catch (InvalidPathException impossible) {
      throw new NotVerifiedException("The signed statement leaves out what is no path.");
    } catch (IOException failed) {
      throw cannotRead(folder, failed);
    }
  }

  /** Where a path is, whatever symbolic links lead there; one at its end is itself meant. */
  private static Path place(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    try {
      return folder == null ? absolute : folder.toRealPath().resolve(absolute.getFileName());
    } catch (IOException absent) {
      return absolute;
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException failed) {
      throw cannotRead(file, failed);
    }
  }

  private static Refusal cannotRead(Path path, IOException failed) {
    return new Refusal("Cannot read " + path + " (" + DataFolder.reason(failed) + ").");
  }

  /** Names are somebody else's: nothing in them may act on a terminal. */
  private static String line(Difference difference) {
    String name = difference.name().replaceAll("\\p{Cntrl}", "?");
    return difference.kind().name().toLowerCase(Locale.ROOT)
        + "  "
        + name
        + (difference.detail().isEmpty() ? "" : "  (" + difference.detail() + ")");
  }
}
