/**
 * ActivityPub without a server: vocabulary, JSON, signatures, fetching, delivering, discovery. No
 * SQL and no pages in here; the server depends on this module, never the other way round.
 */
@NullMarked
package org.colloque.federation;

import org.jspecify.annotations.NullMarked;
