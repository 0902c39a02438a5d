package imprint.archive;

import imprint.failure.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Takes the members of an archive as they are found, within bounds, and keeps them in batches. */
final class IndexWriter {
  /** Members of an archive that is looked into. */
  static final int MOST_MEMBERS = 1_000_000;

  /** How long looking through an archive may take. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  private static final int BATCH = 5_000;

  private final MemberStore store;
  private final UUID blob;
  private final long deadline = System.nanoTime() + LONGEST.toNanos();
  private final List<Member> batch = new ArrayList<>();
  private int count;

  IndexWriter(MemberStore store, UUID blob) {
    this.store = store;
    this.blob = blob;
  }

  /** How many members there were, which is the ordinal of the next. */
  int count() {
    return count;
  }

  /**
   * Takes the next member; that of the root itself, which has no name, is not kept.
   *
   * @throws Failure.TooLarge when there are too many, or it takes too long
   */
  void add(Member member) {
    count++;
    requireWithin(count);
    if (!member.path().isEmpty()) {
      batch.add(member);
    }
    if (batch.size() == BATCH) {
      flush();
    }
  }

  /** Fails when an archive has this many members, or has been looked through for too long. */
  void requireWithin(long members) {
    if (members > MOST_MEMBERS) {
      throw new Failure.TooLarge("The archive has more than " + MOST_MEMBERS + " members.");
    }
    if (System.nanoTime() - deadline > 0) {
      throw new Failure.TooLarge(
          "Looking through the archive took longer than " + LONGEST.toSeconds() + " seconds.");
    }
  }

  /** Keeps what is left. */
  void finish() {
    flush();
    store.finish(blob, count);
  }

  private void flush() {
    store.add(blob, batch);
    batch.clear();
  }
}
