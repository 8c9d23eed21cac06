/**
 * The one outbound door. Everything that this server reads from others (actors, posts, media,
 * WebFinger, link previews) goes through {@code Fetcher}; {@code Door} says for it and for {@code
 * deliver} which addresses may be spoken to, and they connect to exactly the address that was
 * checked. Size, time, redirects and the number of open requests are bounded. Blocking methods, for
 * virtual threads. Vert.x's HTTP client is known here and in {@code deliver} only.
 */
@NullMarked
package org.colloque.federation.fetch;

import org.jspecify.annotations.NullMarked;
