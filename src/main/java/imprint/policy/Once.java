package imprint.policy;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value that is asked for when first needed, and then kept; not for several threads. Facts make
 * their suppliers such; one that several facts share is made such before.
 */
public final class Once<T> implements Supplier<T> {
  private final Supplier<? extends T> source;
  private @Nullable T value;

  private Once(Supplier<? extends T> source) {
    this.source = source;
  }

  /** The value of a source that is asked once at most. */
  public static <T> Once<T> of(Supplier<? extends T> source) {
    return new Once<>(source);
  }

  @Override
  public T get() {
    T known = value;
    if (known == null) {
      known = source.get();
      value = known;
    }
    return known;
  }
}
