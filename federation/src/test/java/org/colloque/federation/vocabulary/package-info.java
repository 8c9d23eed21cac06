/** Tests of this room. */
@NullMarked
package org.colloque.federation.vocabulary;

import org.jspecify.annotations.NullMarked;
