package imprint.archive;

import imprint.artifact.FileWalk;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A folder as an archive that is made while it is sent. The files come in the order of the bytes of
 * their paths and carry neither times nor users, so the same files make the same archive. Memory
 * does not grow with the folder.
 */
public final class FolderArchive {
  private static final int BUFFER = 64 * 1024;

  private final FileWalk walk;
  private final ArchiveFormat format;
  // A file that is not of the folder, or null.
  private final @Nullable String lastPath;
  private final byte[] lastContent;

  FolderArchive(FileWalk walk, ArchiveFormat format) {
    this(walk, format, null, new byte[0]);
  }

  private FolderArchive(
      FileWalk walk, ArchiveFormat format, @Nullable String lastPath, byte[] lastContent) {
    this.walk = walk;
    this.format = format;
    this.lastPath = lastPath;
    this.lastContent = lastContent;
  }

  /**
   * The same archive with one file more at its end, unless the folder has a file of that path. This
   * one is then not to be written.
   */
  public FolderArchive endingWith(String path, byte[] content) {
    return new FolderArchive(walk, format, path, content.clone());
  }

  public ArchiveFormat format() {
    return format;
  }

  /**
   * Writes the archive; this can be done once. Each file is verified against its SHA-256 on the
   * way. When a file cannot be read, or is not what was stored, this fails and the end of the
   * archive is never written.
   *
   * @throws imprint.failure.Failure.DataLoss when stored bytes are not those that were stored
   * @throws IOException what {@code out} threw
   */
  public void writeTo(OutputStream out) throws IOException {
    Sink sink = new Sink(out);
    FolderWriter writer = writer(new BufferedOutputStream(sink, BUFFER));
    boolean hasLast = false;
    try {
      while (!walk.isAtEnd()) {
        for (FileWalk.WalkedFile file : walk.next()) {
          hasLast |= file.path().equals(lastPath);
          writer.begin(file.path(), file.content().blob().size());
          file.content().writeTo(writer.body());
          writer.end();
        }
      }
      if (lastPath != null && !hasLast) {
        writer.begin(lastPath, lastContent.length);
        writer.body().write(lastContent);
        writer.end();
      }
      writer.finish();
    } catch (IOException | RuntimeException failed) {
      sink.cut();
      throw failed;
    } finally {
      // What is left to write by closing goes nowhere when the archive is not whole.
      writer.close();
    }
  }

  private FolderWriter writer(OutputStream out) throws IOException {
    return switch (format) {
      case TAR -> TarWriter.plain(out);
      case TAR_GZ -> TarWriter.compressed(out);
      case ZIP -> new ZipWriter(out);
    };
  }

  /**
   * Takes nothing more once it is cut: writers write the end of an archive when they are closed.
   */
  private static final class Sink extends OutputStream {
    private final OutputStream out;
    private boolean isCut;

    Sink(OutputStream out) {
      this.out = out;
    }

    void cut() {
      isCut = true;
    }

    @Override
    public void write(int b) throws IOException {
      if (!isCut) {
        out.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (!isCut) {
        out.write(bytes, offset, length);
      }
    }
  }
}
