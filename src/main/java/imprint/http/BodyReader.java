package imprint.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/** Gives a {@link RequestBody} to every endpoint that takes its body as a stream. */
@Provider
@Consumes(MediaType.WILDCARD)
public class BodyReader implements ServerMessageBodyReader<InputStream> {
  private final long limit;

  BodyReader(
      @ConfigProperty(name = "quarkus.http.limits.max-body-size")
          io.quarkus.runtime.configuration.MemorySize limit) {
    this.limit = limit.asLongValue();
  }

  @Override
  public boolean isReadable(
      Class<?> type,
      @Nullable Type genericType,
      @Nullable ResteasyReactiveResourceInfo endpoint,
      @Nullable MediaType mediaType) {
    return type == InputStream.class;
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == InputStream.class;
  }

  @Override
  public InputStream readFrom(
      Class<InputStream> type,
      Type genericType,
      @Nullable MediaType mediaType,
      ServerRequestContext context) {
    HttpServerRequest request =
        ((ResteasyReactiveRequestContext) context).unwrap(HttpServerRequest.class);
    return new RequestBody(request, limit);
  }

  @Override
  public InputStream readFrom(
      Class<InputStream> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> httpHeaders,
      @Nullable InputStream entityStream) {
    return entityStream == null ? InputStream.nullInputStream() : entityStream;
  }
}
