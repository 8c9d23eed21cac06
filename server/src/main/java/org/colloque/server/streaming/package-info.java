/**
 * Streams over WebSocket and server-sent events (semantics.md, section 10). A hub keeps who listens
 * to what in this process; an announcer hears from the database what was posted, edited, deleted or
 * notified, asks once whom it concerns, and sends each text to all who may have it. Others come in
 * by the routes of {@link org.colloque.server.streaming.StreamingApi} only: whoever changes a
 * status sends a signal and does not know of streams.
 */
@NullMarked
package org.colloque.server.streaming;

import org.jspecify.annotations.NullMarked;
