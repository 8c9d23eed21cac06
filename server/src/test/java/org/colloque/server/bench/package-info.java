/**
 * Benchmarks of a real server process on a real PostgreSQL, run by {@code ./bench}: never part of
 * the tests. What they count is processor time, which a busy machine does not change
 * (performance.md, section 5).
 */
@NullMarked
package org.colloque.server.bench;

import org.jspecify.annotations.NullMarked;
