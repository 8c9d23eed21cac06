// Asks the browser for the address under which its push service takes messages for this device, and
// sends that with the form. Where there is none, the page says so.
(() => {
  'use strict';
  const form = document.querySelector('[data-device]');
  if (!form || !('PushManager' in window) || !('serviceWorker' in navigator)) return;
  const said = document.querySelector('[data-said]');
  form.hidden = false;
  said.textContent = '';

  const subscribe = async () => {
    if ((await Notification.requestPermission()) !== 'granted') throw new Error('refused');
    const { pushManager } = await navigator.serviceWorker.ready;
    // one that another member left here must not tell this one
    const left = await pushManager.getSubscription();
    if (left) await left.unsubscribe();
    const device = await pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: form.dataset.device,
    });
    const { endpoint, keys } = device.toJSON();
    return { endpoint, ...keys };
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const device = await subscribe();
      ['endpoint', 'p256dh', 'auth'].forEach((name) => (form.elements[name].value = device[name]));
      form.submit();
    } catch {
      said.textContent = said.dataset.said;
      delete form.dataset.sent;
    }
  });
})();
