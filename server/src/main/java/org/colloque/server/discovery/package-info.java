/**
 * What other servers may ask: who has a handle, what the server is, actor documents, posts and
 * collections. Reads only, through the view that has no private rows; what is asked often is
 * answered from memory on the event loop.
 */
@NullMarked
package org.colloque.server.discovery;

import org.jspecify.annotations.NullMarked;
