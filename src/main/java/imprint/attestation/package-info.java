/**
 * Signed statements about the files of a version, as OpenSSF Model Signing has them: stock tools
 * verify them without this server.
 */
@NullMarked
package imprint.attestation;

import org.jspecify.annotations.NullMarked;
