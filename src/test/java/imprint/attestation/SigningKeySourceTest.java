package imprint.attestation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import imprint.failure.Failure;
import imprint.failure.WrongSettingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeySourceTest {
  @TempDir Path data;

  private record Settings(
      Optional<Path> keyFile,
      Optional<Path> keystore,
      Optional<String> keystorePassword,
      Optional<String> keystoreAlias)
      implements SigningSettings {}

  @Test
  void aKeyIsMadeOnceAndOnlyItsOwnerMayReadIt() throws Exception {
    assertEquals(Optional.empty(), source(null).find());
    SigningKey made = source(null).make();
    assertEquals(made.verification().id(), id(source(null)));
    Path file = data.resolve("secret/signing-key.pem");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
    assertFalse(source(null).isConfigured());
  }

  @Test
  void thePublicKeyIsFoundFromThePrivateOne() throws Exception {
    for (int i = 0; i < 40; i++) {
      KeyPair pair = pair("secp256r1");
      assertEquals(
          new VerificationKey((ECPublicKey) pair.getPublic()).id(),
          new SigningKey((ECPrivateKey) pair.getPrivate()).verification().id());
    }
  }

  @Test
  void aConfiguredKeyIsUsedWhoeverWroteIt() throws Exception {
    KeyPair pair = pair("secp256r1");
    String id = new VerificationKey((ECPublicKey) pair.getPublic()).id();
    Path file = data.resolve("key.pem");
    Files.writeString(file, Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
    assertEquals(id, id(source(file)));
    assertTrue(source(file).isConfigured());
    Files.writeString(
        file,
        "a comment\r\n"
            + Pem.text("PRIVATE KEY", asOpenSslWrites(pair)).replace("\n", "\r\n")
            + new VerificationKey((ECPublicKey) pair.getPublic()).pem());
    assertEquals(id, id(source(file)));
    assertFalse(Files.exists(data.resolve("secret")));
  }

  @Test
  void whatIsNoKeyIsToldInOneLineWithoutShowingIt() throws Exception {
    refused("", "no private key in PEM");
    refused("c2VjcmV0", "no private key in PEM");
    refused("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n", "no private key in PEM");
    refused(
        Pem.text("PRIVATE KEY", "secret".getBytes(StandardCharsets.US_ASCII)),
        "no key of the curve P-256");
    refused(Pem.text("EC PRIVATE KEY", new byte[9]), "openssl pkcs8 -topk8");
    refused(Pem.text("ENCRYPTED PRIVATE KEY", new byte[9]), "openssl pkcs8 -topk8");
    refused(SigningKey.random().verification().pem(), "no private key in PEM");
    byte[] larger = pair("secp384r1").getPrivate().getEncoded();
    refused(Pem.text("PRIVATE KEY", larger), "no key of the curve P-256");
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    byte[] other = rsa.generateKeyPair().getPrivate().getEncoded();
    refused(Pem.text("PRIVATE KEY", other), "no key of the curve P-256");
    byte[] zero = asOpenSslWrites(pair("secp256r1"));
    Arrays.fill(zero, 36, 68, (byte) 0);
    refused(Pem.text("PRIVATE KEY", zero), "no key of the curve P-256");
    Arrays.fill(zero, 36, 68, (byte) -1);
    refused(Pem.text("PRIVATE KEY", zero), "no key of the curve P-256");
    Files.delete(data.resolve("key.pem"));
    told(source(data.resolve("key.pem")), "is not there");
    told(source(data), "cannot be read");
  }

  @Test
  void aKeyThatWasKeptAndIsNoneIsToldToo() throws Exception {
    source(null).make();
    Files.writeString(data.resolve("secret/signing-key.pem"), "gone");
    told(source(null), "signing-key.pem");
  }

  @Test
  void aKeystoreHasItsKeyUnderItsPassword() throws Exception {
    Path file = data.resolve("keys.p12");
    keytool(file, "one", "EC", "secp256r1");
    SigningKeySource one = keystore(file, "password", null);
    String id = id(one);
    assertTrue(one.isConfigured());
    assertEquals(id, id(keystore(file, "password", "One")));
    told(keystore(file, null, null), "imprint.signing.keystore-password");
    told(keystore(file, "wrong password", null), "another password");
    told(keystore(file, "password", "two"), "[one]");
    told(keystore(data.resolve("none"), "password", null), "is not there");
    Files.writeString(data.resolve("text"), "text");
    told(keystore(data.resolve("text"), "password", null), "no PKCS#12 file");
    keytool(file, "two", "EC", "secp384r1");
    told(keystore(file, "password", null), "[one, two]");
    assertEquals(id, id(keystore(file, "password", "one")));
    told(keystore(file, "password", "two"), "not of the curve P-256");
  }

  @Test
  void oneKeyIsConfiguredNotTwo() {
    Optional<Path> some = Optional.of(data);
    Settings both = new Settings(some, some, Optional.empty(), Optional.empty());
    told(new SigningKeySource(both, data), "keep one");
  }

  @Test
  void publicKeysAreReadFromAnyText() throws Exception {
    String one = SigningKey.random().verification().pem();
    String two = SigningKey.random().verification().pem();
    assertEquals(2, VerificationKey.read("first\n" + one + "second\r\n" + two).size());
    assertEquals(
        VerificationKey.read(one).getFirst().id(),
        VerificationKey.read(one.replace("\n", "\r\n")).getFirst().id());
    byte[] larger = pair("secp384r1").getPublic().getEncoded();
    for (String wrong :
        new String[] {
          "", "text", Pem.text("PUBLIC KEY", new byte[5]), Pem.text("PUBLIC KEY", larger)
        }) {
      assertEquals(
          "key", assertThrows(Failure.Invalid.class, () -> VerificationKey.read(wrong)).field());
    }
  }

  private void refused(String content, String reason) throws Exception {
    Path file = data.resolve("key.pem");
    Files.writeString(file, content);
    String told = told(source(file), reason);
    assertTrue(told.contains("imprint.signing.key-file"), told);
    assertFalse(told.contains("c2VjcmV0"), told);
  }

  private static String told(SigningKeySource source, String reason) {
    String told =
        String.valueOf(assertThrows(WrongSettingException.class, source::find).getMessage());
    assertTrue(told.contains(reason), told);
    assertEquals(1, told.lines().count());
    return told;
  }

  private SigningKeySource source(@Nullable Path keyFile) {
    return new SigningKeySource(
        new Settings(
            Optional.ofNullable(keyFile), Optional.empty(), Optional.empty(), Optional.empty()),
        data);
  }

  private SigningKeySource keystore(Path file, @Nullable String password, @Nullable String alias) {
    return new SigningKeySource(
        new Settings(
            Optional.empty(),
            Optional.of(file),
            Optional.ofNullable(password),
            Optional.ofNullable(alias)),
        data);
  }

  private static String id(SigningKeySource source) {
    return source.find().orElseThrow().verification().id();
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  /** PKCS#8 that holds the public key too, which Java's does not. */
  private static byte[] asOpenSslWrites(KeyPair pair) {
    String secret = ((ECPrivateKey) pair.getPrivate()).getS().toString(16);
    String point = HexFormat.of().formatHex(pair.getPublic().getEncoded()).substring(27 * 2 - 2);
    return HexFormat.of()
        .parseHex(
            "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420"
                + "0".repeat(64 - secret.length())
                + secret
                + "a144034200"
                + point.substring(point.length() - 130));
  }

  private static void keytool(Path file, String alias, String algorithm, String group)
      throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "password",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-groupname",
                group,
                "-dname",
                "CN=imprint")
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
    assertEquals(0, process.exitValue(), said);
  }
}
