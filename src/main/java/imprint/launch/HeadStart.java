package imprint.launch;

import java.util.List;

/**
 * Initialises classes that a start needs later and that take long, on a processor that would be
 * idle meanwhile. Only classes whose initialisation needs nothing of this program and none of each
 * other belong here: two threads that initialise a circle from its two ends wait for ever.
 */
final class HeadStart {
  /** In the order in which the start comes to them. */
  static final List<String> CLASSES =
      List.of(
          // a date format, for which the JDK goes through all locales
          "com.fasterxml.jackson.databind.ObjectMapper",
          // a table of large powers
          "java.math.BigDecimal",
          // descriptors of hundreds of annotations, by reflection
          "org.hibernate.boot.models.JpaAnnotations",
          "org.hibernate.boot.models.HibernateAnnotations",
          "org.hibernate.boot.models.DialectOverrideAnnotations",
          "org.hibernate.boot.models.XmlAnnotations");

  private HeadStart() {}

  static void begin() {
    Thread.ofPlatform().name("imprint-head-start").daemon().start(HeadStart::initialise);
  }

  private static void initialise() {
    for (String name : CLASSES) {
      try {
        Class.forName(name);
      } catch (ClassNotFoundException | LinkageError failed) {
        // whoever needs it meets the same failure and tells it
      }
    }
  }
}
