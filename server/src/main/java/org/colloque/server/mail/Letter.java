package org.colloque.server.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The letters that are sent, each in French and English. The words are files: the subject, an empty
 * line, paragraphs; {@code {name}} stands for a value, and a paragraph that is only a value and an
 * address is shown as a link.
 */
public enum Letter {
  /** Values: instance, username, link, hours. */
  CONFIRM_EMAIL,
  /** Values: instance, username, link, minutes. */
  RESET_PASSWORD,
  /** To the old address. Values: instance, username, contact. */
  EMAIL_CHANGED,
  /** Values: instance, username, contact. */
  PASSWORD_CHANGED,
  /** Values: instance, username, contact. */
  ACCOUNT_DELETED,
  /** Values: instance, username, link. */
  APPROVED,
  /** To the owner. Values: instance, username, email, reason, link. */
  REGISTRATION_WAITING,
  /** Values: instance, username, news, link, unsubscribe. */
  DIGEST,
  /** Values: instance, username, news, link, unsubscribe. */
  NOTICE;

  private static final Pattern VALUE = Pattern.compile("\\{([a-z]+)}");

  /** The letter in the language of {@code locale}, English when it is not French. */
  Mail write(String to, Locale locale, Map<String, String> values, Map<String, String> headers) {
    boolean french = locale.getLanguage().equals("fr");
    String language = french ? "fr" : "en";
    String[] parts = words(language).split("\n\n", 2);
    String subject = fill(parts[0], values).replaceAll("\\p{Cntrl}+", " ").strip();
    return new Mail(to, subject, fill(parts[1], values), html(language, parts[1], values), headers);
  }

  private String words(String language) {
    String file = "/letters/" + name().toLowerCase(Locale.ROOT) + "." + language + ".txt";
    try (InputStream in = Letter.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("missing resource " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip() + "\n";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String fill(String words, Map<String, String> values) {
    return VALUE
        .matcher(words)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), values)));
  }

  private static String value(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the letter needs a value for " + name);
    }
    return value;
  }

  private static String html(String language, String words, Map<String, String> values) {
    StringBuilder out =
        new StringBuilder("<!DOCTYPE html>\n<html lang=\"")
            .append(language)
            .append("\"><head><meta charset=\"utf-8\"></head>")
            .append("<body style=\"font:16px/1.5 sans-serif;max-width:36em;margin:1em\">\n");
    for (String paragraph : words.strip().split("\n\n", -1)) {
      out.append("<p>");
      String filled = fill(paragraph, values);
      if (VALUE.matcher(paragraph).matches() && filled.startsWith("http")) {
        String link = escape(filled);
        out.append("<a href=\"").append(link).append("\">").append(link).append("</a>");
      } else {
        out.append(escape(filled).replace("\n", "<br>\n"));
      }
      out.append("</p>\n");
    }
    return out.append("</body></html>\n").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
