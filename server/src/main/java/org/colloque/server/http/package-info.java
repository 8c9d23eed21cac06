/**
 * Vert.x's HTTP server lives here only. The event loop reads a request with a limit, hands an
 * immutable {@link org.colloque.server.http.Request} to a virtual thread, and writes the {@link
 * org.colloque.server.http.Reply} that it returns. Features come with {@link
 * org.colloque.server.http.Route}s; each names who may call it.
 */
@NullMarked
package org.colloque.server.http;

import org.jspecify.annotations.NullMarked;
