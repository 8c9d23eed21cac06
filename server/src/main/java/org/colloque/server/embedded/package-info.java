/**
 * The PostgreSQL that comes with the program: unpacks the binaries, makes the cluster in the data
 * folder, starts it on the loopback address, and stops it. It is the real one, with fsync, kept
 * across restarts, run by an unprivileged user even when we are root. Only {@code Main}, the
 * command line and tests come in; everybody else is handed a JDBC URL.
 */
@NullMarked
package org.colloque.server.embedded;

import org.jspecify.annotations.NullMarked;
