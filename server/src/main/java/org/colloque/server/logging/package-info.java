/**
 * How the log is written: one line an event, for people or as JSON, with the id of the request it
 * belongs to. Here nothing that came from outside can forge a line, and no token or password
 * passes. {@code Main} sets it up; everybody else only knows SLF4J.
 */
@NullMarked
package org.colloque.server.logging;

import org.jspecify.annotations.NullMarked;
