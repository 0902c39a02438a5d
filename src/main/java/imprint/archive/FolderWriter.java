package imprint.archive;

import java.io.IOException;
import java.io.OutputStream;

/** Writes files one after the other into an archive of some format. */
interface FolderWriter {
  /** Begins a file of exactly {@code size} bytes. */
  void begin(String path, long size) throws IOException;

  /** Where the bytes of the file go. It is not to be closed. */
  OutputStream body();

  /** Ends the file. */
  void end() throws IOException;

  /** Writes the end of the archive and passes on everything written. */
  void finish() throws IOException;

  /** Frees what the writer holds, whether the archive is finished or not; never fails. */
  void close();
}
