package imprint.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.cache.internal.DefaultJdbiCacheBuilder;
import org.jdbi.v3.core.statement.ColonPrefixSqlParser;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.CMTTransactionHandler;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as stores use it. A call inside {@link #transaction} joins that transaction, together
 * with Hibernate; outside of one each statement is a transaction of its own, which saves the round
 * trips of begin and commit.
 */
@ApplicationScoped
public class Database {
  private static final int ATTEMPTS = 4;
  private static final int PARSED_STATEMENTS = 250;
  private static final Duration USUAL = Duration.ofMinutes(1);

  private final Jdbi jdbi;

  Database(AgroalDataSource source) {
    this.jdbi = Jdbi.create(source);
    // The transaction manager ends transactions; Jdbi must neither commit nor complain of open
    // ones.
    jdbi.setTransactionHandler(new CMTTransactionHandler());
    jdbi.registerArgument(new ArrayArguments());
    // Filters make statements without number, and some are long: few are remembered.
    jdbi.getConfig(SqlStatements.class)
        .setSqlParser(
            new ColonPrefixSqlParser(DefaultJdbiCacheBuilder.builder().maxSize(PARSED_STATEMENTS)));
  }

  /** Runs statements on one connection and gives it back at the end. */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T with(Function<Handle, T> work) {
    try (Handle handle = jdbi.open()) {
      return work.apply(handle);
    } catch (RuntimeException failure) {
      throw Faults.translate(failure);
    }
  }

  /**
   * Runs one statement outside of the caller's transaction, if there is one: it stays when that is
   * undone.
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T apart(Function<Handle, T> work) {
    return isInTransaction()
        ? QuarkusTransaction.suspendingExisting().call(() -> with(work))
        : with(work);
  }

  /**
   * Runs {@code work} in one transaction, joining the caller's if there is one. A deadlock that
   * PostgreSQL resolved against us is tried again, so {@code work} may run more than once and must
   * have no effect but on the database.
   */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T transaction(Supplier<T> work) {
    return transaction(USUAL, work);
  }

  /** The same for work that may take longer than a minute, in whole seconds. */
  @CanIgnoreReturnValue
  public <T extends @Nullable Object> T transaction(Duration most, Supplier<T> work) {
    if (isInTransaction()) {
      return work.get();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return QuarkusTransaction.requiringNew().timeout((int) most.toSeconds()).call(work::get);
      } catch (RuntimeException failure) {
        if (attempt == ATTEMPTS || !Faults.isDeadlock(failure)) {
          throw Faults.translate(failure);
        }
      }
    }
  }

  /** Whether the calling thread is inside {@link #transaction} or another JTA transaction. */
  public static boolean isInTransaction() {
    return QuarkusTransaction.getStatus() != Status.STATUS_NO_TRANSACTION;
  }
}
