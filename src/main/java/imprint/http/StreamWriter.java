package imprint.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes replies that are made while they are sent. One that breaks off after its head was sent is
 * seen to be broken by its receiver: the connection is closed.
 */
@Provider
@Produces(MediaType.WILDCARD)
public class StreamWriter implements ServerMessageBodyWriter<StreamingOutput> {
  private static final long LONGEST_FAREWELL_SECONDS = 5;

  @Override
  public boolean isWriteable(
      Class<?> type,
      @Nullable Type genericType,
      @Nullable ResteasyReactiveResourceInfo endpoint,
      @Nullable MediaType mediaType) {
    return StreamingOutput.class.isAssignableFrom(type);
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamingOutput.class.isAssignableFrom(type);
  }

  @Override
  public void writeResponse(StreamingOutput reply, Type genericType, ServerRequestContext context)
      throws IOException {
    Context connection = Objects.requireNonNull(Vertx.currentContext());
    try {
      reply.write(
          new PacedStream(
              context.getOrCreateOutputStream(), task -> connection.runOnContext(_ -> task.run())));
    } catch (Throwable failed) {
      if (context.serverResponse().headWritten()) {
        cut(((ResteasyReactiveRequestContext) context).unwrap(HttpServerRequest.class));
      }
      throw failed;
    }
  }

  /**
   * Closes the connection and waits until that is known to whoever counts requests. To close the
   * response instead would keep it from them, and a server that is to stop would wait for a request
   * that is over.
   */
  private static void cut(HttpServerRequest request) {
    HttpServerResponse response = request.response();
    CompletableFuture<String> over = new CompletableFuture<>();
    response.exceptionHandler(closed -> over.complete(""));
    var _ = request.connection().close();
    if (!response.closed()) {
      over.completeOnTimeout("", LONGEST_FAREWELL_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  @Override
  public void writeTo(
      StreamingOutput reply,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> httpHeaders,
      OutputStream out)
      throws IOException {
    reply.write(out);
  }
}
