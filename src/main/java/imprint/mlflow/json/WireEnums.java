package imprint.mlflow.json;

import imprint.failure.Failure;
import java.util.Arrays;

/** Enums by name or by protobuf number, as protobuf's JSON reading takes them. */
public final class WireEnums {
  private WireEnums() {}

  /** An enum of the wire whose constants have the numbers of MLflow's {@code .proto} files. */
  public interface Numbered {
    /** The constant's protobuf number. */
    int number();
  }

  /** The constant that {@code text} names, or a failure naming {@code field}. */
  public static <E> E parse(Class<E> type, String text, String field) {
    for (E constant : type.getEnumConstants()) {
      if (constant.toString().equals(text)
          || (constant instanceof Numbered numbered
              && String.valueOf(numbered.number()).equals(text))) {
        return constant;
      }
    }
    throw new Failure.Invalid(
        field,
        "Invalid value '"
            + Failure.echo(text)
            + "' for parameter '"
            + field
            + "' supplied: expected one of "
            + Arrays.toString(type.getEnumConstants())
            + ".");
  }
}
