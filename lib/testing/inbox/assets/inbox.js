// Says when there is something new, and moves nothing: the reader decides when it is shown.
'use strict';

(() => {
  const main = document.querySelector('main');
  const live = document.getElementById('live');
  if (!main || !live || !('EventSource' in window)) return;

  const say = (text, link) => {
    const anchor = document.createElement('a');
    anchor.className = 'govuk-link';
    anchor.href = live.dataset.newest || window.location.href;
    anchor.textContent = link;
    live.replaceChildren(`${text} – `, anchor);
  };

  const look = async () => {
    const answer = await fetch(live.dataset.newest || window.location.href).catch(() => undefined);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const there = page.querySelector('main');
    if (!there || there.dataset.version === main.dataset.version) return;
    const more = Number(there.dataset.total) - Number(main.dataset.total);
    if (more > 0) say(`${more} new ${more === 1 ? live.dataset.one : live.dataset.several}`, 'show them');
    else if (!live.hasChildNodes()) say('This page has changed', 'show it as it is now');
  };

  let looking = Promise.resolve();
  const events = new EventSource('/_stand-in/inbox/events');
  events.addEventListener('change', () => {
    if (document.visibilityState === 'visible') looking = looking.then(look);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') looking = looking.then(look);
  });
  // One that stays open would keep the page from being left.
  window.addEventListener('pagehide', () => events.close());
})();
