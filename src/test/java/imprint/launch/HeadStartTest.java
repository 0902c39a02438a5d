package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HeadStartTest {
  /** One that a new version of a library renamed would be passed over, and starts be slower. */
  @ParameterizedTest
  @FieldSource("imprint.launch.HeadStart#CLASSES")
  void everyClassIsThere(String name) {
    assertDoesNotThrow(() -> Class.forName(name, false, HeadStart.class.getClassLoader()));
  }
}
