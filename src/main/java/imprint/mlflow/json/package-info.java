/**
 * How JSON of the MLflow wire becomes a request record: protobuf's lenient numbers, its two
 * spellings, its errors.
 */
@NullMarked
package imprint.mlflow.json;

import org.jspecify.annotations.NullMarked;
