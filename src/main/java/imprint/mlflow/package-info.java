/** The MLflow wire: its paths, JSON, error bodies and quirks. Nothing else knows MLflow. */
@NullMarked
package imprint.mlflow;

import org.jspecify.annotations.NullMarked;
