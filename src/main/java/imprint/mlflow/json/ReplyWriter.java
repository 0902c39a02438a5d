package imprint.mlflow.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes replies that are records: whole, with their length, and without waiting for the network,
 * which costs a third less than the chunked stream that replies are otherwise written through.
 * Replies without bound (pages of runs, histories) are streamed by endpoints of their own.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class ReplyWriter implements ServerMessageBodyWriter<Record> {
  private final ObjectWriter writer;

  ReplyWriter(ObjectMapper mapper) {
    this.writer = mapper.writer();
  }

  @Override
  public boolean isWriteable(
      Class<?> type,
      @Nullable Type genericType,
      @Nullable ResteasyReactiveResourceInfo endpoint,
      @Nullable MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public void writeResponse(Record reply, Type genericType, ServerRequestContext context)
      throws IOException {
    context.serverResponse().end(writer.writeValueAsBytes(reply));
  }

  @Override
  public void writeTo(
      Record reply,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> httpHeaders,
      OutputStream entityStream)
      throws IOException {
    writer.writeValue(entityStream, reply);
  }
}
