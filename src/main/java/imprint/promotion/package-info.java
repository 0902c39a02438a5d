/**
 * The one door from candidates to curated versions: policies that apply, promotions that are judged
 * by them, approvals, waivers, checks, and moves of channels.
 */
@NullMarked
package imprint.promotion;

import org.jspecify.annotations.NullMarked;
