package imprint.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source waits for the connection's thread, however fast it is itself. */
@Timeout(30)
class PacedStreamTest {
  private static final int SIZE = 10 * PacedStream.AHEAD + 17;

  @Test
  void aSourceGetsAheadOfTheConnectionByNoMoreThanItsAllowance() throws Exception {
    BlockingQueue<Runnable> connection = new LinkedBlockingQueue<>();
    AtomicLong handedOver = new AtomicLong();
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int value) {
            handedOver.incrementAndGet();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            handedOver.addAndGet(length);
          }
        };
    Thread source = Thread.ofVirtual().start(() -> send(counting, connection, 8192));

    long turns = 0;
    while (turns < SIZE / PacedStream.AHEAD) {
      Runnable turn = connection.poll(10, TimeUnit.SECONDS);
      assertTrue(turn != null, "the source went on without the connection");
      turns++;
      assertTrue(handedOver.get() <= turns * PacedStream.AHEAD, handedOver + " in turn " + turns);
      turn.run();
    }
    source.join();
    assertEquals(SIZE, handedOver.get());
  }

  @Test
  void bytesComeOutAsTheyWentInWhateverTheirPieces() throws IOException {
    byte[] bytes = new byte[SIZE];
    new Random(5).nextBytes(bytes);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (OutputStream paced = new PacedStream(received, Runnable::run)) {
      paced.write(bytes[0]);
      paced.write(bytes, 1, 3 * PacedStream.AHEAD);
      int sent = 1 + 3 * PacedStream.AHEAD;
      paced.write(bytes, sent, SIZE - sent);
    }
    assertArrayEquals(bytes, received.toByteArray());
  }

  private static void send(OutputStream out, BlockingQueue<Runnable> connection, int piece) {
    try {
      PacedStream paced = new PacedStream(out, connection::add);
      byte[] bytes = new byte[piece];
      for (int sent = 0; sent < SIZE; sent += piece) {
        paced.write(bytes, 0, Math.min(piece, SIZE - sent));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
