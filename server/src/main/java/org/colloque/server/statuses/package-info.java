/** What people write, reblog, favourite, bookmark and pin, and who may read it. */
@NullMarked
package org.colloque.server.statuses;

import org.jspecify.annotations.NullMarked;
