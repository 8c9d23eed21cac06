/** Tests of this room. */
@NullMarked
package org.colloque.federation.signature;

import org.jspecify.annotations.NullMarked;
