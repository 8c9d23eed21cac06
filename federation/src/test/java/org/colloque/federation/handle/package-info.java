/** Tests of this room. */
@NullMarked
package org.colloque.federation.handle;

import org.jspecify.annotations.NullMarked;
