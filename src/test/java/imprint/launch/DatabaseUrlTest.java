package imprint.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@db.example:6432/models, jdbc:postgresql://db.example:6432/models, u, p",
    "postgres://u:p@db/models, jdbc:postgresql://db/models, u, p",
    "postgresql+psycopg2://u:p@db/models, jdbc:postgresql://db/models, u, p",
    "postgresql://u:p@[::1]:5432/models, jdbc:postgresql://[::1]:5432/models, u, p",
    "'postgresql://u:p@a:1,b:2/models', 'jdbc:postgresql://a:1,b:2/models', u, p",
    "postgresql://u:p%40%2F+x@db/models, jdbc:postgresql://db/models, u, p@/+x",
  })
  void urlBecomesDriverUrlAndCredentials(String url, String jdbc, String user, String password) {
    DatabaseUrl parsed = parse(url);
    assertEquals(jdbc, parsed.jdbcUrl());
    assertEquals(Optional.of(user), parsed.user());
    assertEquals(Optional.of(password), parsed.password());
  }

  @Test
  void parametersKeepTheirMeaningUnderTheDriversNames() {
    assertEquals(
        "jdbc:postgresql://db/models?sslmode=require&connectTimeout=3",
        parse("postgresql://u@db/models?sslmode=require&connect_timeout=3").jdbcUrl());
  }

  @Test
  void jdbcUrlIsTakenAsItIs() {
    String url = "jdbc:postgresql://db/models?user=u&password=p";
    assertEquals(url, parse(url).jdbcUrl());
    assertTrue(parse(url).user().isEmpty());
  }

  @Test
  void separateCredentialsWin() {
    DatabaseUrl parsed =
        DatabaseUrl.parse("postgresql://u:p@db/models", Optional.of("other"), Optional.of("word"));
    assertEquals(Optional.of("other"), parsed.user());
    assertEquals(Optional.of("word"), parsed.password());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:hidden@db/models?sslpassword=hidden",
        "jdbc:postgresql://db/models?user=u&password=hidden",
        "jdbc:postgresql://u:hidden@db/models"
      })
  void passwordIsNeverShown(String url) {
    assertFalse((parse(url).shown() + parse(url)).contains("hidden"));
    assertTrue(parse(url).shown().startsWith("postgresql://db/models"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://u:hidden@db/models",
        "db/models",
        "",
        "postgresql:u:hidden@db",
        "postgresql://u:hid@den@db/models",
        "postgresql://u:hidden%zz@db/models"
      })
  void otherTextIsRefusedWithoutRepeatingIt(String url) {
    Refusal refusal = assertThrows(Refusal.class, () -> parse(url));
    assertFalse(String.valueOf(refusal.getMessage()).contains("hid"));
  }

  private static DatabaseUrl parse(String url) {
    return DatabaseUrl.parse(url, Optional.empty(), Optional.empty());
  }
}
