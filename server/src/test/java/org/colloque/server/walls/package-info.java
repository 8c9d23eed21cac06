/**
 * The walls of the house, as tests over all classes, all sources and all routes: a new room is held
 * to them without anybody remembering.
 */
@NullMarked
package org.colloque.server.walls;

import org.jspecify.annotations.NullMarked;
