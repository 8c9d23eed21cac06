/** Tests of this room. */
@NullMarked
package org.colloque.federation.json;

import org.jspecify.annotations.NullMarked;
