package imprint.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.io.IOUtils;

/**
 * A zip with names in UTF-8, in the extended format where numbers ask for it. Every file is of the
 * earliest time a zip knows, and mode 0644.
 */
final class ZipWriter implements FolderWriter {
  private static final int MODE = 0100644;
  private static final LocalDateTime EARLIEST = LocalDateTime.of(1980, 1, 1, 0, 0);

  /**
   * A file this large may be 4 GiB or more once it is compressed, so its sizes are announced to be
   * wide; until 4 GiB less 4 MiB it cannot: deflating adds 5 bytes to each 16 KiB at most.
   */
  private static final long WIDE = (4L << 30) - (4 << 20);

  private final ZipArchiveOutputStream zip;

  ZipWriter(OutputStream out) {
    zip = new ZipArchiveOutputStream(out);
    zip.setEncoding(StandardCharsets.UTF_8.name());
    zip.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public void begin(String path, long size) throws IOException {
    Entry entry = new Entry(path);
    entry.setMethod(ZipArchiveOutputStream.DEFLATED);
    entry.setSize(size);
    entry.setTimeLocal(EARLIEST);
    zip.setUseZip64(size < WIDE ? Zip64Mode.AsNeeded : Zip64Mode.Always);
    zip.putArchiveEntry(entry);
  }

  @Override
  public OutputStream body() {
    return zip;
  }

  @Override
  public void end() throws IOException {
    zip.closeArchiveEntry();
    zip.setUseZip64(Zip64Mode.AsNeeded);
  }

  @Override
  public void finish() throws IOException {
    zip.close();
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(zip);
  }

  /** An entry that is of Unix before it gets its name, in which a backslash is then a letter. */
  private static final class Entry extends ZipArchiveEntry {
    Entry(String path) {
      super("");
      setUnixMode(MODE);
      setName(path);
    }
  }
}
