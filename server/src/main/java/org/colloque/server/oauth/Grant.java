package org.colloque.server.oauth;

import org.colloque.server.http.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What a token or a session stands for.
 *
 * @param id of the token or the session
 * @param member missing for a token of an app itself, and for a guest
 * @param guest somebody of another instance, in a session only
 * @param locale of the member, as a language tag
 */
public record Grant(
    long id,
    Caller.@Nullable Member member,
    Caller.@Nullable Guest guest,
    Caller.Token token,
    Standing standing,
    boolean revoked,
    @Nullable String locale) {}
