/**
 * What members do not want to read: by words, or post by post. {@link Filters} holds what whoever
 * renders statuses for a member matches them against; {@link ChangeFilters} writes.
 */
@NullMarked
package org.colloque.server.filters;

import org.jspecify.annotations.NullMarked;
