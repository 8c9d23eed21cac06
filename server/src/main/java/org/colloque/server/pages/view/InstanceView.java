package org.colloque.server.pages.view;

/**
 * This instance, as the layout names it.
 *
 * @param joinable whether a visitor can sign up at all without an invitation
 * @param guests whether people of other instances can sign in, as guests of groups
 * @param sourceUrl where the source code of this version is (AGPL section 13)
 */
public record InstanceView(
    String title,
    String domain,
    String shortDescription,
    boolean joinable,
    boolean guests,
    String version,
    String sourceUrl) {}
