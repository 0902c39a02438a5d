package imprint.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Hands bytes on no faster than the connection's own thread takes them. What waits for that thread
 * is not among the bytes by which a connection says that it is full: a source faster than the
 * thread would otherwise fill the memory, without a slow reader being needed.
 */
final class PacedStream extends FilterOutputStream {
  static final int AHEAD = 256 * 1024;

  private final Executor connection;
  private int ahead;

  /** {@code connection} runs what it is given after the writes that were handed over before. */
  PacedStream(OutputStream out, Executor connection) {
    super(out);
    this.connection = connection;
  }

  @Override
  public void write(int value) throws IOException {
    out.write(value);
    handedOver(1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    while (length > 0) {
      int part = Math.min(length, AHEAD);
      out.write(bytes, offset, part);
      handedOver(part);
      offset += part;
      length -= part;
    }
  }

  private void handedOver(int bytes) {
    ahead += bytes;
    if (ahead >= AHEAD) {
      CompletableFuture.runAsync(() -> {}, connection).join();
      ahead = 0;
    }
  }
}
