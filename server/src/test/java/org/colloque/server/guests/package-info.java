/** Guests of other instances: how they come in, what they can do, and how it ends. */
@NullMarked
package org.colloque.server.guests;

import org.jspecify.annotations.NullMarked;
