package imprint.launch;

import picocli.CommandLine.IVersionProvider;

/** The version written into the program's jar by the build. */
final class ProgramVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"Imprint " + current()};
  }

  /** Returns for instance {@code 0.1.0}, or {@code (unpackaged)} outside of a jar. */
  static String current() {
    String version = ProgramVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
