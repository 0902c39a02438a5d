package imprint.access;

import imprint.failure.Failure;
import java.util.Set;

/**
 * Who sends a request, and what they may do.
 *
 * @param name the name of the token; what records of deeds name
 * @param permissions those of the role
 */
public record Identity(String name, Role role, Set<Permission> permissions) {
  /** Everybody, while no token exists. */
  static final Identity LOCAL = new Identity("local", Role.ADMIN);

  Identity(String name, Role role) {
    this(name, role, role.permissions());
  }

  /**
   * Lets pass who holds a permission.
   *
   * @throws Failure.Forbidden otherwise, naming the permission and the role
   */
  public void require(Permission permission) {
    if (!permissions.contains(permission)) {
      throw new Failure.Forbidden(
          "This needs the permission "
              + permission
              + ", which the role '"
              + role.word()
              + "' of the token '"
              + name
              + "' does not hold.");
    }
  }
}
