package imprint.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;
import org.apache.commons.io.IOUtils;

/**
 * A tar of POSIX.1-2001. Every file is of the time 0, mode 0644 and user and group 0 without a
 * name; names that are long or not ASCII, and sizes from 8 GiB on, are in extended headers. The
 * header of gzip has neither time nor name.
 */
final class TarWriter implements FolderWriter {
  private static final int MODE = 0644;
  private static final int COMPRESSION_BUFFER = 64 * 1024;

  private final TarArchiveOutputStream tar;

  private TarWriter(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  static TarWriter plain(OutputStream out) {
    return new TarWriter(out);
  }

  static TarWriter compressed(OutputStream out) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(Deflater.BEST_SPEED);
    parameters.setBufferSize(COMPRESSION_BUFFER);
    return new TarWriter(new GzipCompressorOutputStream(out, parameters));
  }

  @Override
  public void begin(String path, long size) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(path, true);
    entry.setSize(size);
    entry.setMode(MODE);
    entry.setModTime(0L);
    entry.setIds(0, 0);
    entry.setNames("", "");
    tar.putArchiveEntry(entry);
  }

  @Override
  public OutputStream body() {
    return tar;
  }

  @Override
  public void end() throws IOException {
    tar.closeArchiveEntry();
  }

  @Override
  public void finish() throws IOException {
    tar.close();
  }

  @Override
  public void close() {
    IOUtils.closeQuietly(tar);
  }
}
