package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import imprint.attestation.FolderFiles;
import imprint.attestation.ManifestFile;
import imprint.attestation.SignedBundle;
import imprint.attestation.SigningKey;
import imprint.attestation.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationCommandTest {
  @TempDir Path work;

  private Path folder = Path.of("");
  private Path bundle = Path.of("");
  private Path key = Path.of("");

  @BeforeEach
  void aSignedFolder() throws IOException {
    folder = work.resolve("model");
    Files.createDirectories(folder.resolve("data"));
    bundle = work.resolve("model.sig");
    key = work.resolve("key.pem");
    Files.writeString(folder.resolve("MLmodel"), "flavors");
    Files.writeString(folder.resolve("data/weights"), "0123456789");
    SigningKey signing = SigningKey.random();
    List<ManifestFile> files = FolderFiles.read(folder, List.of()).files();
    Statement statement = Statement.of("model", files, MissingNode.getInstance());
    Files.write(bundle, SignedBundle.sign(statement, signing).json());
    Files.writeString(key, signing.verification().pem());
  }

  @Test
  void filesAsSignedAreVerified() throws IOException {
    assertEquals("verified: 2 files as signed\n", check(0));
    Files.move(bundle, folder.resolve("model.sig"));
    bundle = folder.resolve("model.sig");
    assertEquals("verified: 2 files as signed\n", check(0));
  }

  @Test
  void eachDifferenceIsALineOfItsOwn() throws IOException {
    Files.writeString(folder.resolve("MLmodel"), "flavour");
    Files.move(folder.resolve("data/weights"), folder.resolve("data/we\u001bights"));
    Files.createSymbolicLink(folder.resolve("link"), Path.of("MLmodel"));
    List<String> lines = check(1).lines().toList();
    assertEquals(5, lines.size(), lines::toString);
    assertEquals("unreadable  link  (a symbolic link)", lines.getFirst());
    assertTrue(lines.get(1).startsWith("changed  MLmodel  (signed "), lines::toString);
    assertEquals("added  data/we?ights", lines.get(2));
    assertEquals("missing  data/weights", lines.get(3));
    assertTrue(lines.getLast().startsWith("not verified: "), lines::toString);
  }

  @Test
  void whatIsToBeLeftOutIs() throws IOException {
    Path notes = Files.createDirectory(folder.resolve("notes"));
    Files.writeString(notes.resolve("today"), "mine");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("MLmodel"));
    assertTrue(check(1).contains("added  notes/today\n"));
    assertEquals(
        "verified: 2 files as signed\n",
        check(0, "--ignore-path", notes.toString(), "--ignore-path", folder + "/link"));
  }

  @Test
  void aBundleOfAnotherKeyOrNoneIsNotVerified() throws IOException {
    Path right = key;
    key = work.resolve("other.pem");
    Files.writeString(key, SigningKey.random().verification().pem());
    assertTrue(check(1).startsWith("not verified: The bundle is signed with the key "));
    assertEquals("verified: 2 files as signed\n", check(0, "--key", right.toString()));
    Files.writeString(bundle, "{}");
    assertTrue(check(1).startsWith("not verified: The bundle "));
  }

  @Test
  void aFileThatCannotBeReadIsToldInOneLine() {
    for (String missing : List.of("model.sig", "key.pem", "model")) {
      List<String> words = words(missing.equals("model.sig") ? work.resolve("none") : bundle);
      if (missing.equals("key.pem")) {
        words.set(words.size() - 1, work.resolve("none").toString());
      }
      if (missing.equals("model")) {
        words.set(3, key.toString());
      }
      assertEquals(1, CommandLineProgram.run(words.toArray(String[]::new)), missing);
    }
  }

  private List<String> words(Path bundle) {
    return new ArrayList<>(
        List.of(
            "check", "attestation", bundle.toString(), folder.toString(), "--key", key.toString()));
  }

  /** What the command prints when it ends with this code. */
  private String check(int code, String... more) {
    List<String> words = words(bundle);
    words.addAll(List.of(more));
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals(code, CommandLineProgram.run(words.toArray(String[]::new)), printed::toString);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }
}
