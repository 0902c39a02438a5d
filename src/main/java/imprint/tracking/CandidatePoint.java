package imprint.tracking;

/** A metric point and the candidate that it was logged for. */
public record CandidatePoint(RunId runId, MetricPoint point) {}
