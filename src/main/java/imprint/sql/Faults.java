package imprint.sql;

import imprint.failure.Failure;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What an error of PostgreSQL means. */
public final class Faults {
  private static final String DEADLOCK = "40P01";

  private Faults() {}

  /** The name of the constraint that refused a statement, if one did. */
  public static Optional<String> violatedConstraint(Throwable thrown) {
    return serverMessage(thrown).map(ServerErrorMessage::getConstraint);
  }

  /** The five-character SQLSTATE of the error, if it came from the database. */
  public static Optional<String> sqlState(Throwable thrown) {
    return sqlException(thrown).map(SQLException::getSQLState);
  }

  static boolean isDeadlock(Throwable thrown) {
    return sqlState(thrown).filter(DEADLOCK::equals).isPresent();
  }

  /**
   * A lost, refused or exhausted connection becomes {@link Failure.Unavailable}; everything else
   * stays what it is. Classes 08 (connection), 53 (resources), 57 (operator intervention, statement
   * timeout) as PostgreSQL lists them.
   */
  static RuntimeException translate(RuntimeException thrown) {
    if (thrown instanceof Failure) {
      return thrown;
    }
    boolean away =
        sqlException(thrown)
            .filter(
                e -> {
                  String state = e.getSQLState();
                  return state == null
                      || state.startsWith("08")
                      || state.startsWith("53")
                      || state.startsWith("57");
                })
            .isPresent();
    if (!away) {
      return thrown;
    }
    return new Failure.Unavailable(
        "The database does not answer at the moment. Try again shortly.", thrown);
  }

  private static Optional<ServerErrorMessage> serverMessage(Throwable thrown) {
    return sqlException(thrown)
        .filter(PSQLException.class::isInstance)
        .map(e -> ((PSQLException) e).getServerErrorMessage());
  }

  private static Optional<SQLException> sqlException(Throwable thrown) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
