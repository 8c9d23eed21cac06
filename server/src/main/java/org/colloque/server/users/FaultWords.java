package org.colloque.server.users;

import java.util.Map;
import org.colloque.server.kit.Fault;
import org.colloque.server.pages.view.Form;
import org.colloque.server.pages.words.Messages;

/** What is wrong with a field, in the reader's language. */
public final class FaultWords {
  private FaultWords() {}

  /** {@code form} with a sentence at each field that has a fault. */
  public static Form mark(Form form, Map<String, Fault> faults, Messages messages) {
    Form marked = form;
    for (Map.Entry<String, Fault> fault : faults.entrySet()) {
      marked = marked.error(fault.getKey(), sentence(fault.getKey(), fault.getValue(), messages));
    }
    return marked;
  }

  /** With the name of the field before it, where no form shows which is meant. */
  static String ofField(String field, Fault fault, Messages messages) {
    return messages.get("fault.of.field", field, sentence(field, fault, messages));
  }

  static String sentence(String field, Fault fault, Messages messages) {
    return switch (fault) {
      case TAKEN -> messages.get("fault.taken");
      case RESERVED -> messages.get("fault.reserved");
      case ACCEPTED -> messages.get("fault.accepted");
      case BLANK -> messages.get("fault.blank");
      case INVALID -> invalid(field, messages);
      case TOO_LONG -> messages.get("fault.long");
      case TOO_SHORT -> messages.get("fault.short");
      case INCLUSION -> messages.get("fault.inclusion");
      case DISALLOWED -> messages.get("fault.disallowed");
      case BLOCKED -> messages.get("fault.easy");
    };
  }

  private static String invalid(String field, Messages messages) {
    return switch (field) {
      case "current_password" -> messages.get("fault.password");
      case "email", "contact_email" -> messages.get("fault.email");
      case "username" -> messages.get("fault.username");
      case "code" -> messages.get("fault.code");
      case "invite_code" -> messages.get("fault.invitation");
      case String _ -> messages.get("fault.invalid");
    };
  }
}
