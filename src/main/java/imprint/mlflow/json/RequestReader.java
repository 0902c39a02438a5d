package imprint.mlflow.json;

import imprint.failure.Failure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpRequest;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyReader;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of every endpoint that takes a {@link WireRequest}. A POST or PUT must say that it
 * is {@code application/json}, in MLflow's words; PATCH and DELETE are not asked, as MLflow does
 * not ask them.
 */
@Provider
@Consumes(MediaType.WILDCARD)
public class RequestReader implements ServerMessageBodyReader<WireRequest> {
  private static final int DEFAULT_MEBIBYTES = 2;
  private static final Set<String> CHECKED_METHODS = Set.of(HttpMethod.POST, HttpMethod.PUT);

  @Override
  public boolean isReadable(
      Class<?> type,
      @Nullable Type genericType,
      @Nullable ResteasyReactiveResourceInfo endpoint,
      @Nullable MediaType mediaType) {
    return WireRequest.class.isAssignableFrom(type);
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return WireRequest.class.isAssignableFrom(type);
  }

  @Override
  public WireRequest readFrom(
      Class<WireRequest> type,
      Type genericType,
      @Nullable MediaType mediaType,
      ServerRequestContext context)
      throws IOException {
    ServerHttpRequest request = ((ResteasyReactiveRequestContext) context).serverRequest();
    checkContentType(request.getRequestMethod(), request.getRequestHeader("Content-Type"));
    return read(type, context.getInputStream(), request.getRequestHeader("Content-Length"));
  }

  @Override
  public WireRequest readFrom(
      Class<WireRequest> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> httpHeaders,
      @Nullable InputStream entityStream)
      throws IOException {
    return read(
        type,
        entityStream == null ? new ByteArrayInputStream(new byte[0]) : entityStream,
        httpHeaders.getFirst("Content-Length"));
  }

  private static WireRequest read(
      Class<? extends WireRequest> type, InputStream body, @Nullable String contentLength)
      throws IOException {
    BodyLimit limit = type.getAnnotation(BodyLimit.class);
    long bytes = (limit == null ? DEFAULT_MEBIBYTES : limit.mebibytes()) * 1024L * 1024L;
    if (contentLength != null && Long.parseLong(contentLength) > bytes) {
      throw BoundedStream.tooLarge(bytes);
    }
    return RequestParser.parse(new BoundedStream(body, bytes), type);
  }

  private static void checkContentType(String method, @Nullable String contentType) {
    if (!CHECKED_METHODS.contains(method)) {
      return;
    }
    if (contentType == null || contentType.isBlank()) {
      throw new Failure.Invalid("Content-Type", "Bad Request. Content-Type header is missing.");
    }
    int parameters = contentType.indexOf(';');
    String bare = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
    if (!bare.equalsIgnoreCase(MediaType.APPLICATION_JSON)) {
      throw new Failure.Invalid(
          "Content-Type", "Bad Request. Content-Type must be one of ['application/json'].");
    }
  }
}
