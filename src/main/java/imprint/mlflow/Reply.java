package imprint.mlflow;

/** The reply of endpoints that have nothing to tell: an empty JSON object. */
record Reply() {
  static final Reply EMPTY = new Reply();
}
