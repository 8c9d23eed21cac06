/** Images and what else is attached: processed, stored and served. */
@NullMarked
package org.colloque.server.media;

import org.jspecify.annotations.NullMarked;
