/** Classes that do what the walls forbid: the tests of the walls must find them. */
@NullMarked
package org.colloque.server.walls.intruder;

import org.jspecify.annotations.NullMarked;
