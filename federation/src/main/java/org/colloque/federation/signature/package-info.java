/**
 * Who said it. Signs our requests (draft-cavage-http-signatures-12), checks those of others (the
 * same, and RFC 9421), keeps keys and digests, and decides with {@code Authorship} whether the
 * signer may say what the document says. {@code Verified} can only be made here: rooms that act on
 * an activity take it and nothing else. The only room that knows Bouncy Castle.
 */
@NullMarked
package org.colloque.federation.signature;

import org.jspecify.annotations.NullMarked;
