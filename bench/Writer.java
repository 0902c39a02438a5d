import java.io.IOException;
import java.net.ConnectException;
import java.util.function.BooleanSupplier;

/** Sends one batch after the other, to a new run every so often, and keeps the books. */
final class Writer implements Runnable {
  private static final int BATCHES_PER_RUN = 100;

  /** Keeps the storm readable afterwards; half of the writers are still under way at any time. */
  private static final int PAUSE_MILLIS = 3;

  private final Api api;
  private final String experiment;
  private final Ledger ledger;
  private final BooleanSupplier up;
  private final BooleanSupplier over;

  Writer(Api api, String experiment, Ledger ledger, BooleanSupplier up, BooleanSupplier over) {
    this.api = api;
    this.experiment = experiment;
    this.ledger = ledger;
    this.up = up;
    this.over = over;
  }

  @Override
  public void run() {
    String run = "";
    int number = 0;
    try (Connection connection = api.connect()) {
      while (!over.getAsBoolean()) {
        Storm.sleep(PAUSE_MILLIS);
        if (!up.getAsBoolean()) {
          continue;
        }
        if (run.isEmpty() || number == BATCHES_PER_RUN) {
          run = newRun(connection);
          number = 0;
        } else {
          boolean runExists = write(connection, new Batch(run, number++, false));
          run = runExists ? run : "";
        }
      }
    }
  }

  /** Returns false if the server no longer knows the run. */
  private boolean write(Connection connection, Batch batch) {
    Batch sent = batch;
    int status = 0;
    try {
      status = connection.send(batch.request());
      if (status == 200) {
        sent = batch.asAcknowledged();
      } else {
        ledger.failure(Integer.toString(status));
      }
    } catch (ConnectException e) {
      // Nothing was sent: the server is down and the storm is about to learn of it.
      return true;
    } catch (IOException e) {
      ledger.failure(e.getClass().getSimpleName());
    }
    ledger.add(sent);
    return status != 404;
  }

  private String newRun(Connection connection) {
    try {
      int status = connection.send(Request.post("runs/create", Bodies.createRun(experiment)));
      if (status == 200) {
        return Json.text(Json.read(connection.text()), "run", "info", "run_id");
      }
      ledger.failure(Integer.toString(status));
    } catch (ConnectException e) {
      // As above.
      return "";
    } catch (IOException e) {
      ledger.failure(e.getClass().getSimpleName());
    }
    return "";
  }
}
