/** The language of policies: documents, the facts they judge, and verdicts. */
@NullMarked
package imprint.policy;

import org.jspecify.annotations.NullMarked;
