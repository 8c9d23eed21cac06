package org.colloque.server.mail;

import java.util.Map;

/**
 * A letter, written.
 *
 * @param subject one line
 * @param html the same as {@code text}, for readers that show it
 * @param headers further fields of its head
 */
record Mail(String to, String subject, String text, String html, Map<String, String> headers) {}
