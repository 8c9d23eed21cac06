/**
 * What those who run the instance say to all members: written on a page of the administration,
 * shown at home and to apps, read and reacted to by each.
 */
@NullMarked
package org.colloque.server.announcements;

import org.jspecify.annotations.NullMarked;
