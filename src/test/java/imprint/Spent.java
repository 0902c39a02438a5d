package imprint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the server and its test, which are one process, spent on some work.
 *
 * @param nanos processor time of all threads
 * @param bytes that all threads took from the heap, whether or not they still hold them
 */
public record Spent(long nanos, long bytes) {
  private static final long MOST_NANOS = 2_000_000_000L;
  private static final long MOST_BYTES = 64_000_000;

  private static final OperatingSystemMXBean PROCESSOR =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What the work spends. */
  public static Spent on(Runnable work) {
    long nanos = PROCESSOR.getProcessCpuTime();
    long bytes = THREADS.getTotalThreadAllocatedBytes();
    work.run();
    return new Spent(
        PROCESSOR.getProcessCpuTime() - nanos, THREADS.getTotalThreadAllocatedBytes() - bytes);
  }

  /** Fails when it was more than 2 s or 64 MB, which is what a hostile file may cost. */
  public void assertLittle(String work) {
    assertTrue(nanos < MOST_NANOS && bytes < MOST_BYTES, () -> work + ": " + this);
  }
}
