package imprint.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import imprint.failure.Failure;
import imprint.secret.ServerKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealingTest {
  @TempDir Path data;

  @Test
  void aKeyIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
    byte[] derived = key(Optional.empty()).derive("a");
    assertEquals(32, derived.length);
    assertArrayEquals(derived, key(Optional.of(" ")).derive("a"));
    assertFalse(java.util.Arrays.equals(derived, key(Optional.empty()).derive("b")));
    Path file = data.resolve("secret/server-key");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
  }

  @Test
  void aConfiguredKeyIsTheSameOnEveryServer(@TempDir Path other) {
    Optional<String> setting = Optional.of(Base64.getEncoder().encodeToString(new byte[32]));
    assertArrayEquals(
        key(setting).derive("a"),
        new ServerKey(setting.map(text -> text.replace("=", "")), other).derive("a"));
    assertFalse(Files.exists(data.resolve("secret")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"short", "c2hvcnQ=", "not base64 at all, but long enough to be a key"})
  void aWeakKeyIsRefusedWithoutTellingIt(String weak) {
    String told =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> key(Optional.of(weak)))
                .getMessage());
    assertFalse(told.contains(weak));
  }

  @Test
  void aSecretIsReadAsItWasSealedAndNeverSealedAlike() {
    Sealing sealing = new Sealing(key(Optional.empty()));
    byte[] sealed = sealing.seal("sécret", "main");
    assertEquals("sécret", sealing.open(sealed, "main"));
    assertNotEquals(
        HexFormat.of().formatHex(sealed), HexFormat.of().formatHex(sealing.seal("sécret", "main")));
    assertFalse(new String(sealed, StandardCharsets.UTF_8).contains("cret"));
    assertSame(sealed, sealing.resealed(sealed, "sécret", "main"));
    assertEquals("new", sealing.open(sealing.resealed(sealed, "new", "main"), "main"));
  }

  @Test
  void aSecretOfAnotherStorageKeyOrFormIsNotOpened() {
    Sealing sealing = new Sealing(key(Optional.empty()));
    byte[] sealed = sealing.seal("secret", "main");
    assertThrows(Failure.Unavailable.class, () -> sealing.open(sealed, "other"));
    assertThrows(Failure.Unavailable.class, () -> sealing.open(new byte[5], "main"));
    byte[] altered = sealed.clone();
    altered[15] ^= 1;
    assertThrows(Failure.Unavailable.class, () -> sealing.open(altered, "main"));
    Sealing other = new Sealing(key(Optional.of(Base64.getEncoder().encodeToString(new byte[40]))));
    assertThrows(Failure.Unavailable.class, () -> other.open(sealed, "main"));
  }

  private ServerKey key(Optional<String> setting) {
    return new ServerKey(setting, data);
  }
}
