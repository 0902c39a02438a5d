package imprint.launch;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where everything is kept, as every command that needs it is told. */
final class DataOptions {
  @Option(
      names = "--data",
      description = "Folder that holds everything (IMPRINT_DATA; data beside the launcher).")
  private @Nullable Path data;

  @Option(
      names = "--database-url",
      description = {
        "PostgreSQL to use instead of the one inside (IMPRINT_DATABASE_URL, better for",
        "passwords; also IMPRINT_DATABASE_USER and IMPRINT_DATABASE_PASSWORD):",
        "postgresql://user:password@host:5432/database or a jdbc:postgresql: URL."
      })
  private @Nullable String databaseUrl;

  DataOptions() {}

  DataOptions(@Nullable Path data, @Nullable String databaseUrl) {
    this.data = data;
    this.databaseUrl = databaseUrl;
  }

  Path folder() {
    return Optional.ofNullable(data)
        .or(() -> environment("IMPRINT_DATA").map(Path::of))
        .orElseGet(() -> Path.of(environment("IMPRINT_HOME").orElse(""), "data"));
  }

  /** Empty: the PostgreSQL inside. */
  Optional<DatabaseUrl> database() {
    return Optional.ofNullable(databaseUrl)
        .or(() -> environment("IMPRINT_DATABASE_URL"))
        .map(
            text ->
                DatabaseUrl.parse(
                    text,
                    environment("IMPRINT_DATABASE_USER"),
                    environment("IMPRINT_DATABASE_PASSWORD")));
  }

  /** A variable set to nothing counts as not set, as compose files pass them. */
  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }
}
