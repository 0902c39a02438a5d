package imprint.mlflow;

import imprint.mlflow.json.WireEnums;
import imprint.tracking.ViewType;
import org.jspecify.annotations.Nullable;

/** MLflow's {@code ViewType} with its protobuf numbers. */
enum WireViewType implements WireEnums.Numbered {
  ACTIVE_ONLY(1, ViewType.ACTIVE_ONLY),
  DELETED_ONLY(2, ViewType.DELETED_ONLY),
  ALL(3, ViewType.ALL);

  private final int number;
  private final ViewType domain;

  WireViewType(int number, ViewType domain) {
    this.number = number;
    this.domain = domain;
  }

  @Override
  public int number() {
    return number;
  }

  /** The domain's view type; active objects when none is given. */
  static ViewType toDomain(@Nullable WireViewType given) {
    return given == null ? ViewType.ACTIVE_ONLY : given.domain;
  }
}
