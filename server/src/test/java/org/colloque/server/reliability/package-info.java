/**
 * Nothing that was acknowledged is lost (reliability.md, section 2 A): the program as a process of
 * its own, killed while clients write, and a fediverse that counts what arrives. The short versions
 * run with all tests; CONTRIBUTING.md says how to run the long ones. Tests of other rooms do not
 * come in.
 */
@NullMarked
package org.colloque.server.reliability;

import org.jspecify.annotations.NullMarked;
