/** Tests of this room. */
@NullMarked
package org.colloque.federation.discovery;

import org.jspecify.annotations.NullMarked;
