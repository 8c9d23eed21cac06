package org.colloque.server.users;

import java.util.List;
import org.colloque.server.http.Parameters;
import org.colloque.server.pages.view.Form;

/** What was typed, to be shown again beside what is wrong; never passwords and codes. */
final class Forms {
  private Forms() {}

  static Form typed(Parameters parameters, List<String> fields) {
    Form form = Form.EMPTY;
    for (String field : fields) {
      form = form.with(field, parameters.text(field, ""));
    }
    return form;
  }
}
