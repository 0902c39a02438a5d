package imprint.mlflow.json;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the record class of a request looks like: found once by reflection, then kept. */
final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  /** One field; {@code element} is the class of a list's elements, else of the value itself. */
  record Field(
      int index, String name, Class<?> type, Class<?> element, @Nullable Required required) {}

  private final List<Field> fields;
  private final Map<String, Field> bySpelling;
  private final MethodHandle constructor;

  private RecordShape(Class<?> type) {
    List<Field> found = new ArrayList<>();
    Map<String, Field> spellings = new HashMap<>();
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      String name =
          PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component.getName());
      Field field =
          new Field(
              i,
              name,
              component.getType(),
              elementOf(component),
              component.getAnnotation(Required.class));
      found.add(field);
      spellings.put(name, field);
      spellings.put(component.getName(), field);
    }
    this.fields = List.copyOf(found);
    this.bySpelling = Map.copyOf(spellings);
    this.constructor = constructorOf(type, components);
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<Field> fields() {
    return fields;
  }

  @Nullable Field field(String spelling) {
    return bySpelling.get(spelling);
  }

  Object create(@Nullable Object[] values) {
    try {
      return (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw new IllegalStateException("a request record threw a checked exception", thrown);
    }
  }

  private static Class<?> elementOf(RecordComponent component) {
    if (component.getGenericType() instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      return (Class<?>) last;
    }
    return component.getType();
  }

  private static MethodHandle constructorOf(Class<?> type, RecordComponent[] components) {
    Class<?>[] parameters =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return MethodHandles.lookup()
          .unreflectConstructor(constructor)
          .asSpreader(Object[].class, parameters.length)
          .asType(java.lang.invoke.MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(type + " is not a request record", impossible);
    }
  }
}
