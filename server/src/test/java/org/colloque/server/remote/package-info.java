/** Accounts and statuses of other servers, taken in within limits. */
@NullMarked
package org.colloque.server.remote;

import org.jspecify.annotations.NullMarked;
