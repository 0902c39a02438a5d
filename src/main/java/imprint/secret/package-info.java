/** Secrets that the program makes for itself and keeps in files of the data folder. */
@NullMarked
package imprint.secret;

import org.jspecify.annotations.NullMarked;
