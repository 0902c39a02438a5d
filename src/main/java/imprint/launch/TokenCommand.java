package imprint.launch;

import imprint.access.NewToken;
import imprint.access.Role;
import imprint.access.Token;
import imprint.access.Tokens;
import imprint.failure.Failure;
import io.quarkus.runtime.QuarkusApplication;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code imprint token}; works beside a running server and without one. */
@Command(
    name = "token",
    description = "Make, list and revoke the tokens that let people and programs in.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "WHAT",
    subcommands = {
      TokenCommand.Create.class,
      TokenCommand.ListAll.class,
      TokenCommand.Revoke.class
    })
final class TokenCommand {
  /** The maker of tokens that are made here: whoever has the data folder. */
  private static final String MAKER = "command line";

  TokenCommand() {}

  /** {@code imprint token create}. */
  @Command(
      name = "create",
      description = {
        "Make a token and print it, once. From the first one on, every request needs a token;",
        "a running server knows within five seconds."
      },
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Create implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Who will have it, for instance ci or ada.")
    private String name = "";

    @Option(
        names = "--role",
        required = true,
        description = "reader, contributor, promoter, approver, owner or admin.")
    private String role = "";

    @Option(names = "--expires", description = "After which time, such as 90d, 12h or 30m.")
    private @Nullable String expires;

    @Mixin private final DataOptions where = new DataOptions();

    Create() {}

    @Override
    public Integer call() {
      NewToken wanted = wanted();
      Visit.requireServerKey(where);
      return Working.run(
          where,
          tokens -> {
            Tokens.Created made = tokens.create(wanted, MAKER);
            System.out.println(made.text());
            warn(made.warnings());
          });
    }

    private NewToken wanted() {
      try {
        return new NewToken(name, Role.of(role), Optional.ofNullable(expires).map(NewToken::life));
      } catch (Failure wrong) {
        throw new Refusal(wrong.text());
      }
    }
  }

  /** {@code imprint token list}. */
  @Command(
      name = "list",
      description = "Print all tokens: number, name, role, state, made, expires, last used.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class ListAll implements Callable<Integer> {
    @Mixin private final DataOptions where = new DataOptions();

    ListAll() {}

    @Override
    public Integer call() {
      return Working.run(
          where, tokens -> tokens.list().forEach(token -> System.out.println(line(token))));
    }

    private static String line(Token token) {
      return String.format(
          Locale.ROOT,
          "imp_%-4d %-24s %-12s %-8s %-20s %-20s %s",
          token.id(),
          token.name(),
          token.role().word(),
          token.state().name().toLowerCase(Locale.ROOT),
          shown(token.createdAt()),
          shown(token.expiresAt()),
          shown(token.lastUsedAt()));
    }

    private static String shown(@Nullable Instant time) {
      return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
  }

  /** {@code imprint token revoke}. */
  @Command(
      name = "revoke",
      description = "Revoke a token for ever; a running server knows within five seconds.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  static final class Revoke implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The name it was made with.")
    private String name = "";

    @Mixin private final DataOptions where = new DataOptions();

    Revoke() {}

    @Override
    public Integer call() {
      return Working.run(where, tokens -> warn(tokens.revokeEvenLast(name).warnings()));
    }
  }

  private static void warn(List<String> warnings) {
    warnings.forEach(warning -> System.err.println("imprint: WARNING: " + warning));
  }

  /** What Quarkus runs in its started application. */
  public static final class Working implements QuarkusApplication {
    /** Quarkus makes the object it runs, so this cannot be handed to its constructor. */
    private static volatile Consumer<Tokens> work = tokens -> {};

    private final Tokens tokens;

    Working(Tokens tokens) {
      this.tokens = tokens;
    }

    static int run(DataOptions where, Consumer<Tokens> work) {
      Working.work = work;
      return Visit.run(where, "imprint token", true, Working.class);
    }

    @Override
    public int run(String... arguments) {
      try {
        work.accept(tokens);
        return 0;
      } catch (Failure refused) {
        System.err.println("imprint: " + refused.text());
        return 1;
      }
    }
  }
}
