package imprint.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import imprint.access.Caller;
import imprint.failure.Failure;
import imprint.repeat.Answer;
import imprint.repeat.Repeats;
import imprint.secret.KeyedHash;
import imprint.secret.ServerKey;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Calls that create something and may carry an {@code Idempotency-Key} of 1 to 255 visible ASCII
 * characters (draft-ietf-httpapi-idempotency-key-header, whose quotes may be left out). A
 * repetition gets the stored answer, byte for byte, and the header {@code Idempotency-Replayed}.
 */
@ApplicationScoped
public class RepeatableCalls {
  private static final String HEADER = "Idempotency-Key";
  private static final String REPLAYED = "Idempotency-Replayed";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final Repeats repeats;
  private final Caller caller;
  private final ObjectWriter writer;

  /** Requests hold secrets at times, so what is kept of them is a keyed hash. */
  private final KeyedHash hash;

  RepeatableCalls(Repeats repeats, Caller caller, ObjectMapper mapper, ServerKey serverKey) {
    this.repeats = repeats;
    this.caller = caller;
    this.writer = mapper.writer();
    this.hash = new KeyedHash(serverKey, "idempotent-requests");
  }

  /**
   * An answer that is to be sent.
   *
   * @param body made JSON
   */
  public record Answered(int status, Object body) {}

  /**
   * Answers a call with what {@code work} made, as JSON; once for each key, if the call names one.
   *
   * @param wanted the request as it was understood; with method and target it makes the request
   * @param status of the answer, 200 or 201
   * @param work makes what is answered; with a key it runs inside of a transaction
   * @throws Failure.Invalid when the key is malformed or there are two
   */
  public Response create(HttpServerRequest request, Object wanted, int status, Supplier<?> work) {
    return answer(request, wanted, () -> new Answered(status, work.get()));
  }

  /** The same for work that also knows the status of its answer. */
  public Response answer(HttpServerRequest request, Object wanted, Supplier<Answered> work) {
    List<String> keys = request.headers().getAll(HEADER);
    if (keys.isEmpty()) {
      Answered answered = work.get();
      return Response.status(answered.status()).entity(answered.body()).build();
    }
    Repeats.Outcome outcome =
        repeats.once(
            caller.scope(),
            key(keys),
            hash(request, wanted),
            () -> {
              Answered answered = work.get();
              return new Answer(
                  answered.status(), MediaType.APPLICATION_JSON, text(answered.body()));
            });
    Response.ResponseBuilder answer =
        Response.status(outcome.answer().status())
            .type(outcome.answer().contentType())
            .entity(outcome.answer().body().getBytes(StandardCharsets.UTF_8));
    return outcome.replayed() ? answer.header(REPLAYED, true).build() : answer.build();
  }

  private static String key(List<String> keys) {
    if (keys.size() > 1 || !KEY.matcher(keys.getFirst()).matches()) {
      throw new Failure.Invalid(
          HEADER, "'" + HEADER + "' is one text of 1 to 255 visible ASCII characters.");
    }
    return keys.getFirst();
  }

  private String hash(HttpServerRequest request, Object wanted) {
    String call = request.method() + " " + request.uri() + "\n";
    return HexFormat.of()
        .formatHex(hash.of((call + text(wanted)).getBytes(StandardCharsets.UTF_8)));
  }

  private String text(Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException(defect);
    }
  }
}
