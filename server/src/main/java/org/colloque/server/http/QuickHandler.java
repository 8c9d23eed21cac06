package org.colloque.server.http;

import org.jspecify.annotations.Nullable;

/**
 * A handler that can often answer from memory: then the event loop answers at once. {@link #quick}
 * must neither block nor compute; null sends the request the ordinary way.
 */
public interface QuickHandler extends Handler {
  @Nullable Reply quick(Request request);
}
