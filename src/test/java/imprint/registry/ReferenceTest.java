package imprint.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "7; Numbered",
        "007; Numbered",
        "1.4.2; Exact",
        "1.5.0-rc.1; Exact",
        "1.4.0+20261121.ab12cd; Exact",
        "^1.2; InRange",
        "1.x; InRange",
        ">=1.2,<2; InRange",
        "*; InRange",
        "1.2; InRange",
        "champion; Named",
        "production; Named",
        "v1; Named",
        "x; Named",
        "Ärger_1-2; Named",
        "latest; Latest",
        "LATEST; Latest",
        "latest-approved; LatestApproved",
        "Latest-Approved; LatestApproved"
      })
  void eachTextIsOfOneKind(String text, String kind) {
    Reference reference = Reference.parse("reference", text);
    assertEquals(kind, reference.getClass().getSimpleName());
    assertEquals(text, reference.text());
  }

  @Test
  void aDigestIsReadInAnyCase() {
    Reference.Digest digest =
        (Reference.Digest) Reference.parse("reference", "SHA256:" + HEX.toUpperCase(Locale.ROOT));
    assertEquals(HEX, digest.hex());
    assertTrue(Reference.of("sha256:" + HEX.substring(1)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a:b", "^", "1.2.3.4", "é.è", "a.b"})
  void whatIsNoneIsRefusedNamingTheField(String text) {
    Failure.Invalid refused =
        assertThrows(Failure.Invalid.class, () -> Reference.parse("alias", text));
    assertEquals("alias", refused.field());
  }

  /** What may be stored as an alias is a name and nothing else, so it can shadow nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"champion", "a", "A-b_9", "v", "v1a", "x", "1x", "-", "late"})
  void anAliasIsAName(String name) {
    RegistryLimits.alias(name);
    assertEquals(Reference.Named.class, Reference.parse("alias", name).getClass());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"7", "latest", "Latest", "latest-approved", "v1", "V22", "1.2", "^1", "", "a b"})
  void whatMeansSomethingElseIsNoAlias(String name) {
    assertThrows(Failure.Invalid.class, () -> RegistryLimits.alias(name));
  }

  @Test
  void longReferencesAreRefused() {
    assertTrue(Reference.of("a".repeat(255)).isPresent());
    assertTrue(Reference.of("a".repeat(256)).isEmpty());
  }
}
