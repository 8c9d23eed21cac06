package org.colloque.server.pages.view;

/**
 * This instance, as the layout names it.
 *
 * @param joinable whether a visitor can sign up at all without an invitation
 * @param sourceUrl where the source code of this version is (AGPL section 13)
 */
public record InstanceView(
    String title,
    String domain,
    String shortDescription,
    boolean joinable,
    String version,
    String sourceUrl) {}
