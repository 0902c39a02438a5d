package imprint.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import imprint.artifact.Pins;
import imprint.attestation.SignedBundle;
import imprint.attestation.SigningKeys;
import imprint.promotion.Promotion;
import imprint.registry.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * All that tells why a version is what it is, in one ZIP: the attestation and the key it was made
 * with, the manifest, the verdict, the texts of the policies, approvals and waivers, where it came
 * from, and a script that verifies the files.
 */
@ApplicationScoped
class EvidenceArchive {
  private static final String SCRIPT = "verify.sh";
  private static final int PAGE = 5_000;
  private static final int EXECUTABLE = 0100755;
  private static final int PLAIN = 0100644;

  private final ObjectMapper json;
  private final SigningKeys keys;
  private final Pins pins;

  EvidenceArchive(ObjectMapper json, SigningKeys keys, Pins pins) {
    this.json = json;
    this.keys = keys;
    this.pins = pins;
  }

  /** Writes the evidence of a version, which was promoted. */
  void write(
      OutputStream out, ModelVersion version, Promotion promotion, @Nullable SignedBundle bundle)
      throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
      long time = version.approvedTime() == null ? version.creationTime() : version.approvedTime();
      Entries entries = new Entries(zip, time);
      if (bundle != null) {
        entries.add(SignedBundle.FILE_NAME, bundle.json(), PLAIN);
        entries.add("key.pem", utf8(keys.get(bundle.keyId()).pem()), PLAIN);
      }
      entries.add(
          "promotion.json",
          json.writerWithDefaultPrettyPrinter().writeValueAsBytes(PromotionView.of(promotion)),
          PLAIN);
      for (Promotion.JudgedBy policy : promotion.policies()) {
        String name =
            policy.scope().replace(':', '-') + "-" + policy.revision() + "." + policy.format();
        entries.add("policies/" + name, utf8(policy.text()), PLAIN);
      }
      entries.add("provenance.json", utf8(version.provenance()), PLAIN);
      entries.add(SCRIPT, script(), EXECUTABLE);
      entries.open("manifest.sha256", PLAIN);
      writeManifest(zip, version);
      zip.closeArchiveEntry();
    }
  }

  /** What {@code sha256sum} prints of the files: its digest is that of the version. */
  private void writeManifest(OutputStream out, ModelVersion version) throws IOException {
    String after = "";
    while (true) {
      List<Pins.Named> page = pins.files(version.id(), after, PAGE);
      for (Pins.Named file : page) {
        out.write(utf8(file.sha256() + "  " + file.path() + "\n"));
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast().path();
    }
  }

  private static byte[] script() {
    try (InputStream in = EvidenceArchive.class.getResourceAsStream("/evidence/" + SCRIPT)) {
      if (in == null) {
        throw new IllegalStateException(SCRIPT + " is not among the resources");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Entries that all carry the time of the version, so that the same evidence is the same bytes.
   */
  private record Entries(ZipArchiveOutputStream zip, long time) {
    void open(String name, int mode) throws IOException {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      entry.setUnixMode(mode);
      entry.setTime(time);
      zip.putArchiveEntry(entry);
    }

    void add(String name, byte[] content, int mode) throws IOException {
      open(name, mode);
      zip.write(content);
      zip.closeArchiveEntry();
    }
  }
}
