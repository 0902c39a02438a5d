package imprint.mlflow.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A field that must be there; an empty string or list counts as absent, as MLflow has it. */
@Target({
  ElementType.RECORD_COMPONENT,
  ElementType.FIELD,
  ElementType.PARAMETER,
  ElementType.METHOD
})
@Retention(RetentionPolicy.RUNTIME)
public @interface Required {
  /** Another field that may stand in for this one, such as {@code run_uuid} for {@code run_id}. */
  String or() default "";

  /** Whether an empty string counts as a value, as it does for a metric key of a batch. */
  boolean mayBeEmpty() default false;
}
