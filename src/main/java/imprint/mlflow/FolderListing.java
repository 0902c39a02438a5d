package imprint.mlflow;

import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.FolderPages;
import imprint.failure.Failure;
import imprint.http.RawQuery;
import imprint.project.Scope;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists a folder below the root of a run or logged model: whole, as MLflow does, or in pages for
 * callers that send {@code max_results} or {@code page_token}.
 */
@ApplicationScoped
class FolderListing {
  static final String DESCRIPTION =
      " A file and a folder that does not exist have none. Sorted by the bytes of the name; more than 200000 answer"
          + " 400. With ?max_results= (1 to 10000) or ?page_token= (1000 a page) the answer is a page, sorted by the"
          + " bytes of the path, and its next_page_token continues it.";

  private final Artifacts artifacts;
  private final FolderPages pages;

  FolderListing(Artifacts artifacts, FolderPages pages) {
    this.artifacts = artifacts;
    this.pages = pages;
  }

  /**
   * Lists.
   *
   * @param rootUri the root of the run or logged model
   * @param folder from there
   */
  WireFiles list(Scope scope, String rootUri, ArtifactPath folder, HttpServerRequest request) {
    ArtifactPath path = Artifacts.ofUri(rootUri).resolve(folder);
    String limit = RawQuery.first(request, "max_results");
    String token = RawQuery.first(request, "page_token");
    return limit == null && token == null
        ? WireFiles.of(rootUri, folder, artifacts.list(scope, path))
        : WireFiles.of(
            rootUri, folder, pages.page(scope, path, Optional.ofNullable(token), limit(limit)));
  }

  private static int limit(@Nullable String text) {
    if (text == null) {
      return FolderPages.USUAL;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new Failure.Invalid(
          "max_results", "max_results is a number from 1 to " + FolderPages.MOST + ".");
    }
  }
}
