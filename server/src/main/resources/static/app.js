// Comfort only: every page works without this file.
(() => {
  'use strict';

  // after a refused form, start reading at the list of what is wrong
  document.querySelector('[data-focus]')?.focus();

  // how many characters are left; an emoji counts as one
  const segments = window.Intl && Intl.Segmenter ? new Intl.Segmenter() : null;
  const length = (text) => (segments ? [...segments.segment(text)].length : [...text].length);
  document.querySelectorAll('[data-count]').forEach((area) => {
    const left = area.closest('form').querySelector('[data-left]');
    const warning = area.form.elements.spoiler_text;
    const max = Number(area.dataset.count);
    const format = new Intl.NumberFormat(document.documentElement.lang);
    const update = () => {
      const used = length(area.value) + (warning ? length(warning.value) : 0);
      left.textContent = format.format(max - used) + ' / ' + format.format(max) + ' · ';
      left.classList.toggle('over', used > max);
    };
    area.addEventListener('input', update);
    warning?.addEventListener('input', update);
    if (area.value) update();
    // Ctrl or Cmd with Enter sends, as in most mail programs
    area.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
    });
  });

  // one empty line for a picture at a time
  document.querySelectorAll('[data-composer]').forEach((form) => {
    const pairs = [...form.querySelectorAll('[data-pair]')];
    const show = () => {
      let free = 0;
      pairs.forEach((pair) => {
        const empty = !pair.querySelector('input[type=file]').value;
        pair.hidden = empty && free > 0;
        if (empty) free += 1;
      });
    };
    form.addEventListener('change', show);
    show();
  });

  // a form is sent once, however often the button is pressed; back-navigation frees it again
  document.addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = 'yes';
  });
  window.addEventListener('pageshow', () => {
    document.querySelectorAll('form').forEach((form) => delete form.dataset.sent);
  });

  // a button that copies what stands in a field
  document.querySelectorAll('[data-copy]').forEach((field) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'button quiet copy';
    button.textContent = field.dataset.copyLabel;
    button.addEventListener('click', async () => {
      field.select();
      await navigator.clipboard.writeText(field.value);
      button.textContent = field.dataset.copy;
    });
    field.after(button);
  });

  // an open menu closes by Escape and by a click elsewhere
  const menus = () => document.querySelectorAll('details.menu[open]');
  document.addEventListener('click', (event) => {
    menus().forEach((menu) => menu.contains(event.target) || (menu.open = false));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menus().forEach((menu) => {
      menu.open = false;
      menu.querySelector('summary').focus();
    });
  });
})();
