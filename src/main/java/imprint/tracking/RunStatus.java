package imprint.tracking;

/** Where a candidate's run stands. Any status may follow any other, as in MLflow. */
public enum RunStatus {
  RUNNING,
  SCHEDULED,
  FINISHED,
  FAILED,
  KILLED
}
