/**
 * A member's dates for their calendar program, at a secret address. What has dates gives them as
 * {@link CalendarEntries}; titles are neutral, because calendars are shown on walls and phones.
 */
@NullMarked
package org.colloque.server.calendar;

import org.jspecify.annotations.NullMarked;
