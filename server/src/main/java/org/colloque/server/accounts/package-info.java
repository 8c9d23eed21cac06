/**
 * People: accounts (the public face, local or remote), the relations between them, and the users
 * who sign in here.
 */
@NullMarked
package org.colloque.server.accounts;

import org.jspecify.annotations.NullMarked;
