/**
 * Seeded instances for looking around: invented people who post through the client API, as an app
 * would. Everything a demonstration does to the database, the API or a verb does. Only the command
 * line comes in, and only on an instance with a local name.
 */
@NullMarked
package org.colloque.server.demo;

import org.jspecify.annotations.NullMarked;
