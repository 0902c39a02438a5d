package imprint.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.PostgresForTests;
import imprint.failure.Failure;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class CoalescerTest {
  private final ConcurrentLinkedQueue<List<Integer>> groups = new ConcurrentLinkedQueue<>();

  /** Doubles even numbers, knows nothing of odd ones, and fails where a number is negative. */
  private Map<Integer, Integer> doubled(List<Integer> asked) {
    groups.add(asked);
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Map<Integer, Integer> answers = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      int one = asked.get(i);
      if (one < 0) {
        throw new IllegalArgumentException("negative: " + one);
      }
      if (one % 2 == 0) {
        answers.put(i + 1, 2 * one);
      }
    }
    return answers;
  }

  private static <T> List<Future<T>> allAtOnce(int calls, Function<Integer, T> call)
      throws InterruptedException {
    CountDownLatch begin = new CountDownLatch(1);
    List<Future<T>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, calls)
          .forEach(
              i ->
                  answers.add(
                      threads.submit(
                          () -> {
                            begin.await();
                            return call.apply(i);
                          })));
      begin.countDown();
    }
    return answers;
  }

  @Test
  void callsThatArriveTogetherShareGroupsAndGetTheirOwnAnswers() throws Exception {
    Coalescer<Integer, Integer> coalescer = new Coalescer<>(this::doubled);
    List<Future<Optional<Integer>>> answers = allAtOnce(500, coalescer::call);
    for (int i = 0; i < 500; i++) {
      assertEquals(i % 2 == 0 ? Optional.of(2 * i) : Optional.empty(), answers.get(i).get());
    }
    assertEquals(500, groups.stream().mapToInt(List::size).sum(), "each call once");
    assertTrue(groups.size() < 250, groups.size() + " groups");
    assertTrue(groups.stream().allMatch(group -> group.size() <= 32));
  }

  @Test
  void aCallThatFailsFailsAlone() throws Exception {
    Coalescer<Integer, Integer> coalescer = new Coalescer<>(this::doubled);
    List<Future<Optional<Integer>>> answers =
        allAtOnce(200, i -> coalescer.call(i % 50 == 7 ? -i : i));
    for (int i = 0; i < 200; i++) {
      Future<Optional<Integer>> answer = answers.get(i);
      if (i % 50 == 7) {
        assertEquals("negative: " + -i, answer.exceptionNow().getMessage());
      } else {
        assertEquals(i % 2 == 0 ? Optional.of(2 * i) : Optional.empty(), answer.get());
      }
    }
  }

  @Test
  void aLoneCallThatFailsIsMadeOnce() {
    Coalescer<Integer, Integer> coalescer = new Coalescer<>(this::doubled);
    assertThrows(IllegalArgumentException.class, () -> coalescer.call(-1));
    assertEquals(1, groups.size());
  }

  @Test
  void whereTheDatabaseIsAwayNobodyTriesAgain() throws Exception {
    Failure.Unavailable away = new Failure.Unavailable("away", new IllegalStateException());
    Coalescer<Integer, Integer> coalescer =
        new Coalescer<>(
            asked -> {
              var _ = doubled(asked);
              throw away;
            });
    for (Future<Optional<Integer>> answer : allAtOnce(100, coalescer::call)) {
      assertSame(away, answer.exceptionNow());
    }
    assertEquals(100, groups.stream().mapToInt(List::size).sum(), "each call once");
  }

  @Test
  void aGroupThatWaitsHoldsUpNobodyForLong() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Coalescer<Integer, Integer> coalescer =
        new Coalescer<>(
            asked -> {
              if (asked.contains(0)) {
                stuck.countDown();
                await(released);
              }
              return doubled(asked);
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Integer>> first = threads.submit(() -> coalescer.call(0));
      stuck.await();
      for (Future<Optional<Integer>> other : allAtOnce(100, i -> coalescer.call(2 * i + 2))) {
        assertTrue(other.get().isPresent());
      }
      assertEquals(Future.State.RUNNING, first.state());
      released.countDown();
      assertEquals(Optional.of(0), first.get());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCallInATransactionGoesAloneInItsOwnThread() throws Exception {
    ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
    Coalescer<Integer, Integer> coalescer =
        new Coalescer<>(
            asked -> {
              threads.add(Thread.currentThread());
              return doubled(asked);
            });
    List<Future<Boolean>> own =
        allAtOnce(
            20,
            i ->
                QuarkusTransaction.requiringNew()
                    .call(
                        () -> {
                          var _ = coalescer.call(i);
                          return threads.contains(Thread.currentThread());
                        }));
    for (Future<Boolean> answer : own) {
      assertTrue(answer.get());
    }
    assertTrue(groups.stream().allMatch(group -> group.size() == 1));
  }
}
