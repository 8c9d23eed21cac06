/**
 * Who may not join or not even come: domains and addresses of e-mail, and networks. Those who run
 * the instance put barriers up and take them down; sign-up asks {@link
 * org.colloque.server.barriers.Barriers}, and whoever opens the door asks {@link
 * org.colloque.server.barriers.ShutOut}.
 */
@NullMarked
package org.colloque.server.barriers;

import org.jspecify.annotations.NullMarked;
