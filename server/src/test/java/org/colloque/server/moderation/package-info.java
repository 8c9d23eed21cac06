/** What is decided about other servers and about accounts, and that it holds on every path. */
@NullMarked
package org.colloque.server.moderation;

import org.jspecify.annotations.NullMarked;
