import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;

/** {@code java -cp imprint.jar RunSql.java DATA-FOLDER SQL}: one statement in a running server. */
class RunSql {
  public static void main(String... arguments) throws Exception {
    Path data = Path.of(arguments[0]);
    String port = Files.readString(data.resolve("postgres-port")).strip();
    String password = Files.readString(data.resolve("secret/postgres-password")).strip();
    try (var connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + "/imprint", "imprint", password);
        var statement = connection.createStatement()) {
      statement.execute(arguments[1]);
    }
  }
}
