package imprint.access;

import io.quarkus.test.junit.QuarkusTestProfile;

/**
 * A server of their own for tests that make tokens: from the first one on it turns away everybody
 * else's.
 */
public class OwnServer implements QuarkusTestProfile {}
