package org.colloque.server.delivery;

import java.time.Instant;
import org.colloque.server.accounts.AccountId;

/**
 * A row that was claimed, in memory only: this process sends it, unless it dies before.
 *
 * @param thing what it speaks of, as the order of deliveries counts
 * @param attempts made so far
 * @param hostFailures failures in a row of its server when it was claimed
 */
record Delivery(
    long id,
    long activity,
    String inbox,
    String host,
    long thing,
    int attempts,
    Instant createdAt,
    AccountId signer,
    int hostFailures) {}
