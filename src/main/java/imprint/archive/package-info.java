/**
 * Folders as archives, written while they are read; what is inside of stored archives, read in
 * place; and the first bytes of a file made plain. Nothing is ever unpacked to a disk.
 */
@NullMarked
package imprint.archive;

import org.jspecify.annotations.NullMarked;
