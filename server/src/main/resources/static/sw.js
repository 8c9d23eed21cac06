// Keeps what every page is made of, and a page for times without a connection. Never a page with
// what somebody reads: the next person on this device must not find it.
'use strict';
const SHELL = 'shell-VERSION';
const FILES = [FILES_OF_THE_SHELL];

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting())
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n !== SHELL).map((n) => caches.delete(n))))
      .then(() => self.clients.claim())
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' && request.mode !== 'navigate') return;
  if (origin === self.location.origin && FILES.includes(pathname)) {
    event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
  } else if (request.mode === 'navigate') {
    const page = navigator.language.startsWith('fr') ? '/offline/fr' : '/offline/en';
    event.respondWith(fetch(request).catch(() => caches.match(page)));
  }
});

self.addEventListener('push', (event) => {
  const told = event.data.json();
  const { title, body, icon, preferred_locale: lang, notification_id: tag, path: data } = told;
  event.waitUntil(
    self.registration.showNotification(title, { body, icon, lang, tag: String(tag), data })
  );
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});
