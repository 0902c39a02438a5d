package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.tracking.Experiment;
import imprint.tracking.ExperimentId;
import imprint.tracking.Experiments;
import imprint.tracking.Tag;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/experiments}: see MLflow's REST API. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/experiments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Experiments")
public class ExperimentsResource {
  private final Experiments experiments;
  private final Caller caller;

  ExperimentsResource(Experiments experiments, Caller caller) {
    this.experiments = experiments;
    this.caller = caller;
  }

  record CreatedExperiment(String experimentId) {}

  record OneExperiment(WireExperiment experiment) {}

  @POST
  @Path("/create")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Create an experiment",
      description =
          "The name, up to 500 characters, is unique among active and deleted experiments; one in use answers 400"
              + " RESOURCE_ALREADY_EXISTS. artifact_location may be empty or lie under an allowed root.")
  public CreatedExperiment create(ExperimentRequests.CreateExperiment request) {
    Experiment experiment =
        experiments.create(
            caller.scope(),
            request.name(),
            request.artifactLocation(),
            KeyValue.toDomain(request.tags()));
    return new CreatedExperiment(experiment.id().toString());
  }

  @GET
  @Path("/get")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get an experiment by id",
      description = "Also when it is deleted; 404 when it never was.")
  public OneExperiment get(@RestQuery("experiment_id") @Nullable String experimentId) {
    ExperimentId id = ExperimentId.parse(Arguments.required("experiment_id", experimentId));
    return new OneExperiment(WireExperiment.of(experiments.get(caller.scope(), id)));
  }

  @GET
  @Path("/get-by-name")
  @Needs(Permission.TRACKING_READ)
  @Operation(
      summary = "Get an experiment by name",
      description = "Also when it is deleted; 404 when there is none.")
  public OneExperiment getByName(@RestQuery("experiment_name") @Nullable String experimentName) {
    String name = Arguments.required("experiment_name", experimentName);
    return new OneExperiment(WireExperiment.of(experiments.getByName(caller.scope(), name)));
  }

  @POST
  @Path("/update")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Rename an experiment",
      description = "A deleted one answers 400; so does a name in use.")
  public Reply update(ExperimentRequests.UpdateExperiment request) {
    experiments.rename(
        caller.scope(), ExperimentId.parse(request.experimentId()), request.newName());
    return Reply.EMPTY;
  }

  @POST
  @Path("/delete")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Delete an experiment",
      description = "Marks it and all its runs deleted; restore takes it back.")
  public Reply delete(ExperimentRequests.ExperimentById request) {
    experiments.delete(caller.scope(), ExperimentId.parse(request.experimentId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/restore")
  @Needs(Permission.TRACKING_DELETE)
  @Operation(
      summary = "Restore a deleted experiment",
      description = "All its runs become active, also those deleted singly before.")
  public Reply restore(ExperimentRequests.ExperimentById request) {
    experiments.restore(caller.scope(), ExperimentId.parse(request.experimentId()));
    return Reply.EMPTY;
  }

  @POST
  @Path("/set-experiment-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Set a tag of an experiment",
      description = "Key up to 250 characters, value up to 65536.")
  public Reply setTag(ExperimentRequests.SetExperimentTag request) {
    String value = request.value() == null ? "" : request.value();
    experiments.setTag(
        caller.scope(), ExperimentId.parse(request.experimentId()), new Tag(request.key(), value));
    return Reply.EMPTY;
  }

  @POST
  @Path("/delete-experiment-tag")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Delete a tag of an experiment",
      description = "404 when there is no such tag.")
  public Reply deleteTag(ExperimentRequests.DeleteExperimentTag request) {
    experiments.deleteTag(
        caller.scope(), ExperimentId.parse(request.experimentId()), request.key());
    return Reply.EMPTY;
  }
}
