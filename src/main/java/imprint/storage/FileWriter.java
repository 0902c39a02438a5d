package imprint.storage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes arrays of up to 64 KiB to a file through memory of its own, which it gives back when it is
 * closed. Given an array, a channel takes such memory from the system for each write anew on a
 * virtual thread.
 */
final class FileWriter implements AutoCloseable {
  /** The most bytes of one write. */
  static final int PIECE = 64 * 1024;

  private final FileChannel file;
  private final Arena arena = Arena.ofConfined();
  private final ByteBuffer memory = arena.allocate(PIECE).asByteBuffer();

  /** Begins where the channel stands; the channel is closed by whoever opened it. */
  FileWriter(FileChannel file) {
    this.file = file;
  }

  /** Writes the first bytes of an array. */
  void write(byte[] bytes, int count) throws IOException {
    memory.clear().put(bytes, 0, count).flip();
    while (memory.hasRemaining()) {
      file.write(memory);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
