package imprint.access;

/** What an endpoint may demand of its caller. Roles are sets of these. */
public enum Permission {
  /** Read experiments, candidates, logged models and datasets. */
  TRACKING_READ,
  /** Create and change them. */
  TRACKING_WRITE,
  /** Delete and restore them. */
  TRACKING_DELETE,
  /** Read artifacts and list them. */
  ARTIFACT_READ,
  /** Upload artifacts. */
  ARTIFACT_WRITE,
  /** Delete artifacts. */
  ARTIFACT_DELETE,
  /** Read which storages there are and how they are. */
  STORAGE_READ,
  /** Add, change, check and remove storages; free and re-read what they hold. */
  STORAGE_ADMIN,
  /** Read models, versions, channels and policies, and the files of versions. */
  REGISTRY_READ,
  /** Create and change models, versions and aliases. */
  REGISTRY_WRITE,
  /** Delete models and versions. */
  REGISTRY_DELETE,
  /** Ask for promotions. */
  PROMOTE,
  /** Approve or reject promotions. */
  APPROVE,
  /** Waive rules of promotions. */
  WAIVE,
  /** Move channels. */
  CHANNEL_MOVE,
  /** Change policies. */
  POLICY_WRITE,
  /** Report checks of candidates. */
  CHECK_REPORT,
  /** Issue and revoke tokens. */
  TOKEN_ADMIN,
  /** Ask the server what it is and whether it is well; open to everyone. */
  PUBLIC
}
