/**
 * What the pages say of themselves to which public posts link: title, description, picture. Looked
 * up once for everybody, through the one outbound door; what is said to fewer people than all is
 * never told to a third server by a look at its links. Clients see it as a preview card.
 */
@NullMarked
package org.colloque.server.cards;

import org.jspecify.annotations.NullMarked;
