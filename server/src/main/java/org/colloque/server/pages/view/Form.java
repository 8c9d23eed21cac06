package org.colloque.server.pages.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person typed into a form, and what is wrong with it. Immutable: the methods return a new
 * form. Passwords and codes are never put in.
 *
 * @param values by the name of the field
 * @param errors by the name of the field, each a sentence in the reader's language, in the order of
 *     the page
 */
public record Form(Map<String, String> values, Map<String, String> errors) {
  public static final Form EMPTY = new Form(Map.of(), Map.of());

  public Form {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
  }

  public static Form of(Map<String, String> values) {
    return new Form(values, Map.of());
  }

  public Form with(String name, @Nullable String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value == null ? "" : value);
    return new Form(more, errors);
  }

  public Form checked(String name, boolean on) {
    return with(name, on ? "on" : "");
  }

  public Form error(String name, String sentence) {
    Map<String, String> more = new LinkedHashMap<>(errors);
    more.put(name, sentence);
    return new Form(values, more);
  }

  /** What was typed; empty when nothing was. */
  public String value(String name) {
    return values.getOrDefault(name, "");
  }

  public boolean isChecked(String name) {
    return !value(name).isEmpty();
  }

  /** What is wrong with this field, null when nothing is. */
  public @Nullable String error(String name) {
    return errors.get(name);
  }

  public boolean valid() {
    return errors.isEmpty();
  }
}
