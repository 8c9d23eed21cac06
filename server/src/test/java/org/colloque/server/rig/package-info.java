/**
 * The test rig: whole servers in this process on real PostgreSQL, with a clock that tests set and
 * workers that tests run by hand, so that nothing sleeps.
 */
@NullMarked
package org.colloque.server.rig;

import org.jspecify.annotations.NullMarked;
