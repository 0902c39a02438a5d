package imprint.mlflow;

import imprint.artifact.Content;
import imprint.http.SignedUrls;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;

/** Where clients are sent for a content: its storage where that may be, else this server. */
@ApplicationScoped
class PresignedDownloads {
  private final SignedUrls urls;

  PresignedDownloads(SignedUrls urls) {
    this.urls = urls;
  }

  String url(HttpServerRequest request, Content content, String fileName, Duration validity) {
    return content
        .direct(fileName, validity)
        .map(URI::toString)
        .orElseGet(() -> ownUrl(request, content, fileName, validity));
  }

  private String ownUrl(
      HttpServerRequest request, Content content, String fileName, Duration validity) {
    UUID key = content.blob().key();
    return content.version().isPresent()
        ? urls.download(request, key, content.version().getAsLong(), fileName, validity)
        : urls.download(request, key, fileName, validity);
  }
}
