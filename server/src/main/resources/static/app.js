// Comfort only: every page works without this file.
(() => {
  'use strict';

  // after a refused form, start reading at the list of what is wrong
  document.querySelector('[data-focus]')?.focus();

  // the chosen tab is in sight
  document.querySelectorAll('.tabs [aria-current]').forEach((tab) => {
    tab.parentElement.scrollLeft = tab.offsetLeft - 40;
  });

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

  // what is being written stays on this device until it is posted, or its writer signs out
  const DRAFT = 'draft:';
  const KEPT = ['status', 'title', 'spoiler_text', 'poll1', 'poll2', 'poll3', 'poll4'];
  const stored = (key) => JSON.parse(localStorage.getItem(key) || 'null');
  const fields = (form) => [...form.querySelectorAll(KEPT.map((name) => `[name=${name}]`).join())];
  document.querySelectorAll('[data-draft]').forEach((form) => {
    const me = form.dataset.draft.split(':')[0];
    if (me) localStorage.setItem('me', me);
    const key = DRAFT + (form.dataset.draft || localStorage.getItem('me') + ':new');
    const found = stored(key);
    const fresh = fields(form).every((field) => field.value === field.defaultValue);
    if (found && found.sent && me) localStorage.removeItem(key);
    else if (found && fresh && !document.querySelector('.flash.problem')) {
      fields(form).forEach((field) => {
        if (!found[field.name]) return;
        field.value = found[field.name];
        const part = field.closest('details');
        if (part) part.open = true;
      });
      if (form.dataset.draftFound) {
        const note = document.createElement('p');
        note.className = 'help';
        note.textContent = form.dataset.draftFound + ' ';
        const drop = document.createElement('button');
        drop.type = 'button';
        drop.className = 'button quiet';
        drop.textContent = form.dataset.draftDrop;
        drop.addEventListener('click', () => {
          localStorage.removeItem(key);
          form.reset();
          note.remove();
          fields(form)[0].focus();
        });
        note.append(drop);
        fields(form)[0].after(note);
      }
      fields(form)[0].dispatchEvent(new Event('input'));
    }
    form.addEventListener('input', () => {
      const draft = {};
      fields(form).forEach((field) => (draft[field.name] = field.value));
      if (fields(form).some((field) => field.value !== field.defaultValue))
        localStorage.setItem(key, JSON.stringify(draft));
      else localStorage.removeItem(key);
    });
    form.addEventListener('submit', () => {
      const draft = stored(key);
      if (draft) localStorage.setItem(key, JSON.stringify({ ...draft, sent: true }));
    });
  });
  const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(DRAFT));
  // nothing was sent after all: this is the page that stands in when there is no connection
  if (document.querySelector('[data-offline]'))
    drafts().forEach((key) => {
      const { sent, ...draft } = stored(key);
      localStorage.setItem(key, JSON.stringify(draft));
    });
  document.querySelectorAll('form[action="/sign-out"]').forEach((form) =>
    form.addEventListener('submit', () => {
      drafts().concat('me').forEach((key) => localStorage.removeItem(key));
    })
  );

  // says when there are new posts, while somebody looks: a stream tells when to ask, or a minute has passed
  document.querySelectorAll('[data-news]').forEach((place) => {
    const look = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(place.dataset.news, { headers: { accept: 'application/json' } });
        const { count } = await answer.json();
        if (!count) return;
        const link = place.querySelector('a') || document.createElement('a');
        link.className = 'button';
        link.href = place.dataset.path;
        link.textContent = count === 1 ? place.dataset.one : place.dataset.many.replace('#', count);
        place.append(link);
      } catch {
        // no connection: there is nothing to say
      }
    };
    let stream, soon;
    const heard = () => {
      soon = 0;
      look();
    };
    // other tabs wait for none of the few connections that a browser has
    const listen = () => {
      stream?.close();
      if (document.hidden) return;
      stream = new EventSource(place.dataset.bell);
      stream.addEventListener('update', () => (soon ||= setTimeout(heard, place.firstChild ? 9e3 : 500)));
    };
    setTimeout(listen, 1500);
    setInterval(() => stream?.readyState === 1 || look(), 6e4);
    document.addEventListener('visibilitychange', () => {
      listen();
      look();
    });
  });

  // keeps the page for times without a connection; never a page with what somebody reads
  if ('serviceWorker' in navigator && window.isSecureContext) {
    const trusted = window.trustedTypes?.createPolicy('worker', { createScriptURL: (url) => url });
    navigator.serviceWorker
      .register(trusted ? trusted.createScriptURL('/sw.js') : '/sw.js')
      .catch(() => {});
  }
})();
