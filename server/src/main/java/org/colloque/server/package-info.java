/**
 * The program: every room of the server is a package below this one. Main and Config stand here,
 * and nothing else.
 */
@NullMarked
package org.colloque.server;

import org.jspecify.annotations.NullMarked;
