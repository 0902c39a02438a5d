package imprint.http;

import imprint.failure.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request while it arrives, for one reader on a thread that may block. The connection
 * is read ahead by up to 8 buffers, of up to 64 KiB each (setting {@code
 * quarkus.http.limits.max-chunk-size}), and the reader is woken when half of them have come: to
 * wake it for each took most of the time of an upload. A sender that is silent for 10 seconds while
 * it is waited for is cut off.
 */
final class RequestBody extends InputStream {
  private static final int AHEAD = 8;
  private static final int ENOUGH = 4;
  private static final Duration SILENCE = Duration.ofSeconds(10);
  private static final Buffer NOTHING = Buffer.buffer(0);

  private final HttpServerRequest request;
  private final long limit;
  private boolean isAwaited;
  private Buffer current = NOTHING;
  private int position;
  private long size;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrival = lock.newCondition();

  // under the lock
  private final Queue<Buffer> arrived = new ArrayDeque<>(AHEAD);
  private int taken;
  private long lastArrival;
  private boolean wasSilent;
  private boolean isEnded;
  private @Nullable Throwable fault;

  /**
   * The body of a request of which nothing was read yet.
   *
   * @param limit the most bytes it may have
   */
  RequestBody(HttpServerRequest request, long limit) {
    this.request = request;
    this.limit = limit;
    this.isAwaited = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    // Vert.x guards a request by its connection: nothing arrives or ends between these.
    synchronized (request.connection()) {
      if (request.response().closed()) {
        fault = new ClosedChannelException();
      } else if (request.isEnded()) {
        isEnded = true;
      } else {
        request.pause();
        request.handler(this::arrive);
        request.endHandler(end -> finish(null));
        request.exceptionHandler(this::finish);
        request.fetch(AHEAD);
      }
    }
  }

  private void arrive(Buffer buffer) {
    if (request.response().ended()) {
      return; // what was refused is received to its end, and nobody reads it
    }
    lock.lock();
    try {
      arrived.add(buffer);
      lastArrival = System.nanoTime();
      if (arrived.size() == ENOUGH) {
        arrival.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void finish(@Nullable Throwable cut) {
    lock.lock();
    try {
      fault = isEnded ? fault : cut; // what breaks after the end does not concern the body
      isEnded = true;
      arrival.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Reads as much as has arrived and fits, at least one byte. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = 0;
    while (count < length && (position < current.length() || next(count == 0))) {
      int some = Math.min(length - count, current.length() - position);
      current.getBytes(position, position + some, bytes, offset + count);
      position += some;
      count += some;
    }
    size += count;
    if (size > limit) {
      throw new Failure.TooLarge("The body of a request has at most " + limit + " bytes.");
    }
    return count == 0 ? -1 : count;
  }

  /** Goes on to the next buffer with bytes, if there is one or it may be waited for. */
  private boolean next(boolean mayWait) throws IOException {
    current = NOTHING;
    position = 0;
    while (current.length() == 0) {
      @Nullable Buffer next = take(mayWait);
      if (next == null) {
        return false;
      }
      current = next;
    }
    return true;
  }

  private @Nullable Buffer take(boolean mayWait) throws IOException {
    if (isAwaited) {
      isAwaited = false;
      var _ = request.response().writeContinue();
    }
    int more = 0;
    lock.lock();
    try {
      if (arrived.isEmpty() && mayWait) {
        await();
      }
      if (fault != null) {
        throw new IOException(fault);
      }
      Buffer next = arrived.poll();
      if (next != null && ++taken == ENOUGH) {
        more = taken;
        taken = 0;
      }
      return next;
    } finally {
      lock.unlock();
      if (more > 0) {
        fetch(more);
      }
    }
  }

  /** Asks for more, unless the end has come meanwhile: over HTTP/2 that would be an error. */
  private void fetch(int more) {
    synchronized (request.connection()) {
      if (!request.isEnded()) {
        request.fetch(more);
      }
    }
  }

  /** Waits for enough buffers, the end, or what came before a silence. */
  private void await() throws IOException {
    // a silence goes on although its reader was busy with what came before
    long since = wasSilent ? lastArrival : System.nanoTime();
    long left = SILENCE.toNanos() - (System.nanoTime() - since);
    try {
      while (arrived.size() < ENOUGH && !isEnded && left > 0) {
        left = arrival.awaitNanos(left);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the wait for the body was interrupted");
    }
    wasSilent = left <= 0;
    if (arrived.isEmpty() && !isEnded) {
      var _ = request.connection().close();
      throw new IOException("nothing of the body came for " + SILENCE.toSeconds() + " seconds");
    }
  }
}
