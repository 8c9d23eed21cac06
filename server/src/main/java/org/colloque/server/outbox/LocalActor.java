package org.colloque.server.outbox;

import org.colloque.federation.handle.Handle;
import org.colloque.federation.vocabulary.Actor;
import org.colloque.server.accounts.AccountId;

/**
 * A local account as other servers see it.
 *
 * @param version of the account, steps with every change
 * @param followers how many; likewise following
 * @param gone whether the account was deleted
 */
public record LocalActor(
    AccountId account,
    String username,
    Actor actor,
    Handle handle,
    long version,
    boolean hidesCollections,
    long followers,
    long following,
    boolean gone) {}
