/** Tests of delivering. */
@NullMarked
package org.colloque.federation.deliver;

import org.jspecify.annotations.NullMarked;
