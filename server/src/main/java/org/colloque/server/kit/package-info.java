/**
 * What every room needs and no room owns: addresses of this instance, its secrets, the clock, and
 * {@link org.colloque.server.kit.Kit}, which carries them with the database. Knows no feature.
 */
@NullMarked
package org.colloque.server.kit;

import org.jspecify.annotations.NullMarked;
