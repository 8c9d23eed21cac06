/**
 * How the instance fares, in numbers for those who moderate: measures by day, what is most used,
 * and who stays (Mastodon's admin API). Nothing of private groups is ever counted.
 */
@NullMarked
package org.colloque.server.dashboard;

import org.jspecify.annotations.NullMarked;
