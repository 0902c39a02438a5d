package imprint.mlflow;

import imprint.access.Caller;
import imprint.access.Needs;
import imprint.access.Permission;
import imprint.mlflow.json.BodyLimit;
import imprint.mlflow.json.Required;
import imprint.mlflow.json.WireRequest;
import imprint.tracking.Lineages;
import imprint.tracking.LoggedModelId;
import imprint.tracking.ModelOutput;
import imprint.tracking.ModelRecords;
import imprint.tracking.RunId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tags;
import org.jspecify.annotations.Nullable;

/** {@code /mlflow/runs}: what went into a run and what came out of it. */
@Path("/{wire:api|ajax-api}/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tags(refs = "Runs")
public class InputsResource {
  private final Lineages lineages;
  private final ModelRecords records;
  private final Caller caller;

  InputsResource(Lineages lineages, ModelRecords records, Caller caller) {
    this.lineages = lineages;
    this.records = records;
    this.caller = caller;
  }

  record ModelInputEntry(@Required String modelId) implements WireRequest {}

  record ModelOutputEntry(@Required String modelId, @Nullable Long step) implements WireRequest {
    ModelOutput toDomain() {
      return new ModelOutput(new LoggedModelId(modelId), step == null ? 0 : step);
    }
  }

  @BodyLimit(mebibytes = 32)
  record LogInputs(
      @Required String runId,
      List<WireDataset.DatasetInputEntry> datasets,
      List<ModelInputEntry> models)
      implements WireRequest {}

  record LogOutputs(@Required String runId, @Required List<ModelOutputEntry> models)
      implements WireRequest {}

  record LogModel(@Required String runId, @Required String modelJson) implements WireRequest {}

  @POST
  @Path("/log-inputs")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Log datasets and models that a run reads",
      description =
          "All or nothing. Within an experiment a dataset is known by name and digest and stays as it was first logged; one"
              + " that the run has already keeps its tags. A model that does not exist answers 404.")
  public Reply logInputs(LogInputs request) {
    lineages.logInputs(
        caller.scope(),
        new RunId(request.runId()).requireWellFormed(),
        request.datasets().stream().map(WireDataset.DatasetInputEntry::toDomain).toList(),
        request.models().stream().map(model -> new LoggedModelId(model.modelId())).toList());
    return Reply.EMPTY;
  }

  @POST
  @Path("/outputs")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Log models that a run makes",
      description =
          "All or none, each with a step, 0 when absent. A model that does not exist answers 404; one logged again at the"
              + " same step adds nothing.")
  public Reply logOutputs(LogOutputs request) {
    lineages.logOutputs(
        caller.scope(),
        new RunId(request.runId()),
        request.models().stream().map(ModelOutputEntry::toDomain).toList());
    return Reply.EMPTY;
  }

  @POST
  @Path("/log-model")
  @Needs(Permission.TRACKING_WRITE)
  @Operation(
      summary = "Record a model, as clients before MLflow 3 do",
      description =
          "Appends model_json, which must hold artifact_path, flavors, utc_time_created and run_id, to the JSON array in the"
              + " run's tag mlflow.log-model.history.")
  public Reply logModel(LogModel request) {
    records.append(
        caller.scope(), new RunId(request.runId()), ModelRecord.reduce(request.modelJson()));
    return Reply.EMPTY;
  }
}
