package org.colloque.server.mail;

/**
 * A letter, written.
 *
 * @param subject one line
 * @param html the same as {@code text}, for readers that show it
 */
record Mail(String to, String subject, String text, String html) {}
