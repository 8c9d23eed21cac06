/** Tests of the module, with helpers that more than one room uses. */
@NullMarked
package org.colloque.federation;

import org.jspecify.annotations.NullMarked;
