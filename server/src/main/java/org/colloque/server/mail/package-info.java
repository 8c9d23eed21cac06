/**
 * Letters to members: confirmation, password reset, what the owner decided. A letter is written in
 * the transaction of what it tells of, kept encrypted until a worker has handed it to the SMTP
 * server, and then forgotten. Verbs of the {@code users} room come in by {@link
 * org.colloque.server.mail.PostOffice}.
 */
@NullMarked
package org.colloque.server.mail;

import org.jspecify.annotations.NullMarked;
