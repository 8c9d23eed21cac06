/**
 * People who sign in here: sign-up, confirmation and approval, passwords and second factors,
 * sessions, invitations, roles. Each verb is a class; the pages and the command line call the same
 * ones. The public face of a person is an account, in the room next door.
 */
@NullMarked
package org.colloque.server.users;

import org.jspecify.annotations.NullMarked;
