/**
 * Work that no request waits for: queues and retention. A feature comes with a {@link
 * org.colloque.server.jobs.Worker}; tests run the workers by hand, so that nothing sleeps.
 */
@NullMarked
package org.colloque.server.jobs;

import org.jspecify.annotations.NullMarked;
