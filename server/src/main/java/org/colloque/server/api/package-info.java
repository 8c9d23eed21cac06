/**
 * What all rooms of the client API share and no feature owns: paging by cursor with its Link
 * header. Knows requests and replies, no table and no feature.
 */
@NullMarked
package org.colloque.server.api;

import org.jspecify.annotations.NullMarked;
