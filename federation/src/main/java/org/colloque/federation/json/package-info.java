/**
 * JSON of strangers in, exact bytes out. Reading accepts string, object or array where peers
 * disagree, caps every field ({@code Limits}) and answers {@code Activity.Unknown} or an empty
 * Optional instead of throwing; no JSON-LD expansion, no remote contexts. Writing gives the shapes
 * that Mastodon gives, pinned by golden files. The inbox, the outbox and the fetchers come in.
 */
@NullMarked
package org.colloque.federation.json;

import org.jspecify.annotations.NullMarked;
