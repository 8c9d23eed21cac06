/**
 * Accounts and statuses of other servers: found, fetched, checked, stored and refreshed; their
 * keys; and who signs when we ask. Whoever comes in may be made to wait for the network, so nobody
 * comes in holding a transaction, but for the methods that take one and then never leave it.
 */
@NullMarked
package org.colloque.server.remote;

import org.jspecify.annotations.NullMarked;
