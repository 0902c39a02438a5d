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
  /** Read models, versions, references, promotions and policies. */
  REGISTRY_READ,
  /** Create models and versions; change their tags, notes and aliases. */
  REGISTRY_WRITE,
  /** Delete models and versions. */
  REGISTRY_DELETE,
  /** Ask for a promotion. */
  PROMOTE,
  /** Approve or reject a promotion that waits. */
  APPROVE,
  /** Set a rule aside for one promotion. */
  WAIVE,
  /** Move what a channel holds. */
  CHANNEL_MOVE,
  /** Change policies. */
  POLICY_WRITE,
  /** Report how a check of a candidate ended. */
  CHECK_REPORT,
  /** Make, list and revoke tokens. */
  TOKEN_ADMIN,
  /** Ask who one is. */
  IDENTITY_READ,
  /** Ask the server what it is and whether it is well; open to everyone. */
  PUBLIC
}
