/**
 * From what happened here to activities and rows in {@code deliveries}, in the transaction of the
 * change. ActivityStreams words begin here. Nothing private can come in: see the four locks in
 * docs/architecture.md.
 */
@NullMarked
package org.colloque.server.outbox;

import org.jspecify.annotations.NullMarked;
