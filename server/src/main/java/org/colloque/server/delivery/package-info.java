/**
 * Sends what stands in {@code deliveries}: claims rows fairly between servers, signs and posts them
 * through the one outbound door, and deletes, reschedules or gives up. Nothing comes in here but
 * through the table, and nothing private can stand in it.
 */
@NullMarked
package org.colloque.server.delivery;

import org.jspecify.annotations.NullMarked;
