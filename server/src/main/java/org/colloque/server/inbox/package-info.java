/**
 * What other servers tell us. A request is checked, kept as one durable row and answered; a worker
 * then works the rows off, in order for each actor, through one switch over the activities, each of
 * which has a class of its own. Nothing comes in that was not signed by who says it ({@code
 * Verified}), and nothing from here touches the network while it holds a transaction.
 */
@NullMarked
package org.colloque.server.inbox;

import org.jspecify.annotations.NullMarked;
