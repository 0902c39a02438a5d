package imprint.access;

import static imprint.access.Permission.APPROVE;
import static imprint.access.Permission.ARTIFACT_DELETE;
import static imprint.access.Permission.ARTIFACT_READ;
import static imprint.access.Permission.ARTIFACT_WRITE;
import static imprint.access.Permission.CHANNEL_MOVE;
import static imprint.access.Permission.CHECK_REPORT;
import static imprint.access.Permission.IDENTITY_READ;
import static imprint.access.Permission.POLICY_WRITE;
import static imprint.access.Permission.PROMOTE;
import static imprint.access.Permission.PUBLIC;
import static imprint.access.Permission.REGISTRY_DELETE;
import static imprint.access.Permission.REGISTRY_READ;
import static imprint.access.Permission.REGISTRY_WRITE;
import static imprint.access.Permission.STORAGE_READ;
import static imprint.access.Permission.TRACKING_DELETE;
import static imprint.access.Permission.TRACKING_READ;
import static imprint.access.Permission.TRACKING_WRITE;
import static imprint.access.Permission.WAIVE;

import imprint.failure.Failure;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token is made for: a set of permissions with a name. */
public enum Role {
  /** Looks at everything, changes nothing. */
  READER(
      EnumSet.of(TRACKING_READ, ARTIFACT_READ, STORAGE_READ, REGISTRY_READ, IDENTITY_READ, PUBLIC)),
  /** Logs runs and registers models. */
  CONTRIBUTOR(
      READER.and(
          TRACKING_WRITE,
          TRACKING_DELETE,
          ARTIFACT_WRITE,
          ARTIFACT_DELETE,
          REGISTRY_WRITE,
          CHECK_REPORT)),
  /** A contributor who also asks for promotions and moves channels. */
  PROMOTER(CONTRIBUTOR.and(PROMOTE, CHANNEL_MOVE)),
  /** Decides on promotions; logs no runs. */
  APPROVER(READER.and(APPROVE, CHANNEL_MOVE, CHECK_REPORT)),
  /** Promoter and approver, who also writes policies, waives rules and deletes. */
  OWNER(PROMOTER.and(APPROVE, REGISTRY_DELETE, POLICY_WRITE, WAIVE)),
  /** Everything, tokens and storages included. */
  ADMIN(EnumSet.allOf(Permission.class));

  @SuppressWarnings("ImmutableEnumChecker") // it is wrapped, and nobody else has it
  private final Set<Permission> permissions;

  Role(Set<Permission> permissions) {
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  private Set<Permission> and(Permission... more) {
    EnumSet<Permission> all = EnumSet.copyOf(permissions);
    all.addAll(Arrays.asList(more));
    return all;
  }

  /** What whoever has the role may do. */
  public Set<Permission> permissions() {
    return permissions;
  }

  /** The name as callers write it, such as {@code approver}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role of this name.
   *
   * @throws Failure.Invalid naming the field {@code role} when there is none
   */
  public static Role of(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return role;
      }
    }
    throw new Failure.Invalid(
        "role",
        "'role' is one of "
            + Arrays.stream(values()).map(Role::word).collect(Collectors.joining(", "))
            + ".");
  }
}
