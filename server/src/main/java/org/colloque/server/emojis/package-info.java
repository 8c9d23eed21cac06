/**
 * Pictures that members write by name, as {@code :sutura:}: kept by those who run the instance,
 * found in texts when these are written.
 */
@NullMarked
package org.colloque.server.emojis;

import org.jspecify.annotations.NullMarked;
