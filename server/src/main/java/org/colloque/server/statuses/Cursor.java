package org.colloque.server.statuses;

/**
 * Which page of a timeline.
 *
 * @param below only identifiers below this; the largest number for no bound
 * @param above only identifiers above this; 0 for no bound
 * @param upwards the page next above {@code above}, instead of the newest
 * @param limit statuses at most
 */
public record Cursor(long below, long above, boolean upwards, int limit) {}
