package org.colloque.server.delivery;

import java.time.Instant;
import org.colloque.server.accounts.AccountId;

/**
 * A row that was claimed: this process sends it, unless it dies before the lease ends.
 *
 * @param attempts this one included
 * @param hostFailures failures in a row of its server when it was claimed
 */
record Delivery(
    long id,
    long activity,
    String inbox,
    String host,
    int attempts,
    Instant createdAt,
    AccountId signer,
    int hostFailures) {}
