/**
 * Who is where: WebFinger both ways, host-meta, NodeInfo, actors by handle and by id, keys by id.
 * Looks things up through {@code fetch.Fetcher} (blocking), and holds the documents with which we
 * answer the same questions. A handle is believed only when its host and the actor say the same.
 */
@NullMarked
package org.colloque.federation.discovery;

import org.jspecify.annotations.NullMarked;
