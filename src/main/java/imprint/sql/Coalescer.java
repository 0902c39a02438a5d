package imprint.sql;

import imprint.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls of one kind that arrive while others are at the database go there together: as one
 * statement, which costs one round trip, one start of a plan and one commit for all of them. A call
 * that finds a place free goes at once, so a lone caller waits for nobody.
 *
 * <p>Calls have numbers from 1 on, as {@code with ordinality} counts, and answers come by these; a
 * call without one found nothing. The answers are those that each call would have got alone. Where
 * a group fails, its calls are made again one by one, so the statement must be undone as a whole
 * when it fails; where the database is away, all of them fail. A call inside a transaction always
 * goes alone, on the connection of that transaction.
 *
 * @param <Q> what a call asks
 * @param <A> what it is answered
 */
public final class Coalescer<Q, A> {
  /** Calls in a group. */
  private static final int MOST = 32;

  /** How long a group has the database to itself before another one starts beside it. */
  private static final long PATIENCE = Duration.ofMillis(50).toNanos();

  /** Groups beside the first, so that one which waits for a row holds up nobody for long. */
  private static final int MORE_GROUPS = 3;

  private final Function<List<Q>, Map<Integer, A>> together;
  private final Semaphore place = new Semaphore(1);
  private final Semaphore morePlaces = new Semaphore(MORE_GROUPS);
  private final Queue<Call<Q, A>> waiting = new ConcurrentLinkedQueue<>();

  /**
   * A coalescer whose groups are made by one function.
   *
   * @param together answers calls by their number
   */
  public Coalescer(Function<List<Q>, Map<Integer, A>> together) {
    this.together = together;
  }

  /**
   * The answer to this call. Waits while another group is at the database, at most for a moment.
   */
  public Optional<A> call(Q asked) {
    if (Database.isInTransaction()) {
      return alone(asked);
    }
    Call<Q, A> mine = new Call<>(asked, Thread.currentThread());
    waiting.add(mine);
    boolean interrupted = false;
    while (!mine.settled) {
      if (place.tryAcquire()) {
        lead(place);
      } else {
        LockSupport.parkNanos(this, PATIENCE);
        // the interruption is for whoever looks at it next; the statement is on its way
        interrupted |= Thread.interrupted();
        if (!mine.settled && mine.isLate() && morePlaces.tryAcquire()) {
          lead(morePlaces);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    return mine.undone ? alone(asked) : Optional.ofNullable(mine.answer);
  }

  private Optional<A> alone(Q asked) {
    return Optional.ofNullable(together.apply(List.of(asked)).get(1));
  }

  /** Makes a group of those who wait, and then sees to it that a later one is led as well. */
  private void lead(Semaphore taken) {
    List<Call<Q, A>> group = new ArrayList<>();
    try {
      for (Call<Q, A> next = waiting.poll(); next != null; next = next(group)) {
        group.add(next);
      }
      if (!group.isEmpty()) {
        answer(group);
      }
    } finally {
      taken.release();
      group.forEach(Call::settle);
      Call<Q, A> next = waiting.peek();
      if (next != null) {
        LockSupport.unpark(next.thread);
      }
    }
  }

  private @Nullable Call<Q, A> next(List<Call<Q, A>> group) {
    return group.size() < MOST ? waiting.poll() : null;
  }

  private void answer(List<Call<Q, A>> group) {
    try {
      Map<Integer, A> answers = together.apply(group.stream().map(call -> call.asked).toList());
      for (int i = 0; i < group.size(); i++) {
        group.get(i).answer = answers.get(i + 1);
        group.get(i).undone = false;
      }
    } catch (RuntimeException failure) {
      // each of the undone asks again alone, and learns what was wrong with its own
      if (group.size() == 1 || failure instanceof Failure.Unavailable) {
        group.forEach(call -> call.failure = failure);
      }
    }
  }

  private static final class Call<Q, A> {
    private final Q asked;
    private final Thread thread;
    private final long since = System.nanoTime();
    private @Nullable A answer;
    private @Nullable RuntimeException failure;
    private boolean undone = true;

    /** Written after the others and read before them. */
    private volatile boolean settled;

    Call(Q asked, Thread thread) {
      this.asked = asked;
      this.thread = thread;
    }

    boolean isLate() {
      return System.nanoTime() - since >= PATIENCE;
    }

    void settle() {
      settled = true;
      LockSupport.unpark(thread);
    }
  }
}
