package imprint.mlflow.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The largest body of a request, where the general limit of 2 MiB is too small for what MLflow
 * allows in it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface BodyLimit {
  /** In mebibytes. */
  int mebibytes();
}
