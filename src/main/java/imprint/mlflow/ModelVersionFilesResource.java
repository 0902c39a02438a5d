package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.artifact.ArtifactPath;
import imprint.artifact.Artifacts;
import imprint.artifact.Content;
import imprint.failure.Failure;
import imprint.http.Download;
import imprint.http.RawQuery;
import imprint.registry.ModelVersion;
import imprint.registry.Reference;
import imprint.registry.References;
import imprint.registry.VersionFiles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;

/** {@code /model-versions/get-artifact}: a file of a version. */
@Path("/model-versions/get-artifact")
@RunOnVirtualThread
@Tags(refs = "Model versions")
public class ModelVersionFilesResource {
  private final References references;
  private final Artifacts artifacts;
  private final Caller caller;

  ModelVersionFilesResource(References references, Artifacts artifacts, Caller caller) {
    this.references = references;
    this.artifacts = artifacts;
    this.caller = caller;
  }

  @GET
  @Needs(Permission.REGISTRY_READ)
  @Operation(
      summary = "Download a file of a version",
      description =
          "As a download through the proxy; ?name=, ?version= its number, ?path= from the version's root. 404 for a version"
              + " that was revoked, rejected or found compromised.")
  public Response get(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.of(content(request, path), path.name(), request);
  }

  @HEAD
  @Needs(Permission.REGISTRY_READ)
  @Operation(summary = "Describe a file of a version", description = "The headers of its download.")
  public Response head(@Context HttpServerRequest request) {
    ArtifactPath path = RawRequest.queriedFile(request, "path");
    return Download.headersOf(content(request, path), path.name(), request);
  }

  private Content content(HttpServerRequest request, ArtifactPath path) {
    String model =
        RegistryArguments.name(Arguments.required("name", RawQuery.first(request, "name")));
    int number =
        RegistryArguments.version(
            model, Arguments.required("version", RawQuery.first(request, "version")));
    ModelVersion version =
        references.resolve(
            caller.scope(), model, new Reference.Numbered(Integer.toString(number), number));
    VersionFiles files = version.files();
    if (files == null) {
      throw new Failure.Refused("The files of this version are not kept by this server.");
    }
    return artifacts.get(caller.scope(), Artifacts.ofUri(files.uri()).resolve(path));
  }
}
