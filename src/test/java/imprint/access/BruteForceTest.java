package imprint.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import imprint.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Guessing, from an address of its own. */
@QuarkusTest
@TestProfile(OwnServer.class)
@WithTestResource(PostgresForTests.class)
class BruteForceTest {
  private static final String GUESSER = "127.0.0.2";

  @Inject Tokens tokens;

  @Test
  void whoGuessesIsToldToWaitAndNobodyElse() throws Exception {
    assumeTrue(mayBind(GUESSER), "this machine has one loopback address only");
    String name = "guessed-" + UUID.randomUUID();
    String right = tokens.create(new NewToken(name, Role.ADMIN, Optional.empty()), "test").text();
    try (HttpClient guesser = client(GUESSER);
        HttpClient other = client("127.0.0.1")) {
      for (int i = 1; i <= 300; i++) {
        HttpResponse<String> answer = me(guesser, "imp_1_" + "A".repeat(42) + i % 10);
        assertEquals(i < 20 ? 401 : 429, answer.statusCode(), "attempt " + i);
        if (i >= 20) {
          int seconds = Integer.parseInt(answer.headers().firstValue("Retry-After").orElse(""));
          assertTrue(seconds >= 1 && seconds <= 60, "wait " + seconds);
        }
      }
      assertEquals(200, me(guesser, right).statusCode());
      assertEquals(200, me(other, right).statusCode());
      assertEquals(401, me(other, "wrong").statusCode());
    } finally {
      tokens.revokeEvenLast(name);
    }
  }

  private static HttpResponse<String> me(HttpClient client, String token)
      throws IOException, InterruptedException {
    URI server = ConfigProvider.getConfig().getValue("test.url", URI.class);
    URI me = URI.create("http://127.0.0.1:" + server.getPort() + "/api/v1/me");
    return client.send(
        HttpRequest.newBuilder(me).header("Authorization", "Bearer " + token).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpClient client(String from) {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .localAddress(InetAddress.ofLiteral(from))
        .build();
  }

  private static boolean mayBind(String address) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      return true;
    } catch (IOException absent) {
      return false;
    }
  }
}
