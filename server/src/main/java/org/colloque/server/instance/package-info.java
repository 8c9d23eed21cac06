/**
 * What the instance says of itself: its settings, rules, and the root where all rooms are joined.
 */
@NullMarked
package org.colloque.server.instance;

import org.jspecify.annotations.NullMarked;
