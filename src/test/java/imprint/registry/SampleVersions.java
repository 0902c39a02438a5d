package imprint.registry;

import java.util.List;
import java.util.Random;

/** Semantic versions and ranges by chance, close enough to each other to meet. */
final class SampleVersions {
  // Without such as 1a and -, which the library compares with numbers as if both were text.
  private static final List<String> IDENTIFIERS =
      List.of("0", "1", "2", "10", "11", "a", "A", "alpha", "beta", "rc", "x-y", "a1");
  private static final List<String> OPERATORS = List.of("", "^", "~", ">=", "<=", ">", "<", "=");

  private final Random random;

  SampleVersions(long seed) {
    this.random = new Random(seed);
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String number() {
    return Integer.toString(one(List.of(0, 0, 1, 1, 2, 3, 9, 10, 11, 100)));
  }

  private String preRelease() {
    StringBuilder text = new StringBuilder("-").append(one(IDENTIFIERS));
    for (int more = random.nextInt(3); more > 0; more--) {
      text.append('.').append(one(IDENTIFIERS));
    }
    return text.toString();
  }

  /** A whole version; every third is a pre-release, every fifth has build metadata. */
  String version() {
    return number() + "." + number() + "." + number() + suffix();
  }

  /** What follows the three numbers of a version, if anything. */
  String suffix() {
    return (random.nextInt(3) == 0 ? preRelease() : "")
        + (random.nextInt(5) == 0 ? "+build." + random.nextInt(3) : "");
  }

  private String partial() {
    return switch (random.nextInt(6)) {
      case 0 -> number();
      case 1 -> number() + "." + number();
      case 2 -> number() + ".x";
      case 3 -> number() + "." + number() + "." + number() + preRelease();
      default -> number() + "." + number() + "." + number();
    };
  }

  private String alternative() {
    if (random.nextInt(8) == 0) {
      return partial() + " - " + partial();
    }
    StringBuilder text = new StringBuilder(one(OPERATORS)).append(partial());
    for (int more = random.nextInt(3); more > 0; more--) {
      text.append(random.nextBoolean() ? " " : ",").append(one(OPERATORS)).append(partial());
    }
    return text.toString();
  }

  /** A range of one to three alternatives. */
  String range() {
    StringBuilder text = new StringBuilder(alternative());
    for (int more = random.nextInt(3); more > 0; more--) {
      text.append(" || ").append(alternative());
    }
    return text.toString();
  }
}
