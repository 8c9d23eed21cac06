/**
 * Letters about what happened: each week, and soon for what a member chose. They say how much there
 * is and never what; who does not want them says so with one press (RFC 8058).
 */
@NullMarked
package org.colloque.server.digest;

import org.jspecify.annotations.NullMarked;
