package org.colloque.server.users;

import java.time.Instant;
import org.colloque.server.accounts.UserId;

/** Someone who signed up and cannot sign in yet. */
public record Registration(
    UserId id,
    String username,
    String email,
    String profession,
    String reason,
    Instant at,
    boolean confirmed,
    boolean approved) {}
