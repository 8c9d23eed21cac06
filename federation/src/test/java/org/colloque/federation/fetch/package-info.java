/** Tests of this room. */
@NullMarked
package org.colloque.federation.fetch;

import org.jspecify.annotations.NullMarked;
