/**
 * Whole instances that speak with each other, and with servers that keep what they are told: what
 * arrives, in the API and in the database, and what must not. Each test signs up its people and
 * comes in through HTTP; the database is only looked at.
 */
@NullMarked
package org.colloque.server.federation;

import org.jspecify.annotations.NullMarked;
