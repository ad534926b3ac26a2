import { createHash } from 'node:crypto';
import { inboxPath, type InboxContext, type InboxPage } from './context';
import { dateOf, timeOfDay } from './format';
import { html, type Html } from './html';

const product = 'Inbox – stand-in for GOV.UK Notify';

const places = [
  ['deliveries', 'Deliveries'],
  ['', 'Messages'],
  ['received', 'Received'],
  ['callbacks', 'Callbacks'],
  ['requests', 'Requests'],
  ['what-happens-next', 'What happens next'],
] as const;

/** A whole page: what is on every one, and its own. */
export function layout(page: InboxPage, place: string, here: string, { standIn, host }: InboxContext): Html {
  const { title, body, problems = [] } = page;
  const now = standIn.now();
  const shown = places.filter(([path]) => path !== 'deliveries' || host.deliveries !== undefined);
  return html`<!doctype html>
    <html lang="en" class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>${problems.length > 0 && 'Error: '}${title} – ${product}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="${inboxPath}/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${inboxPath}/assets/design-system.css" />
        <link rel="stylesheet" href="${inboxPath}/assets/inbox.css" />
        <script src="${inboxPath}/assets/inbox.js" defer></script>
      </head>
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">Skip to main content</a>
        <header class="inbox-header">
          <div class="govuk-width-container inbox-header__inside">
            <a class="inbox-header__name" href="${inboxPath}">${product}</a><span class="govuk-visually-hidden">.</span>
            <p class="inbox-header__notice">
              Nothing here was sent to anyone. It is ${timeOfDay(now)} on ${dateOf(now)} here.
            </p>
          </div>
        </header>
        <nav class="govuk-service-navigation" aria-label="Inbox">
          <div class="govuk-width-container">
            <ul class="govuk-service-navigation__list inbox-nav">
              ${shown.map(([path, name]) => navigation(path, name, path === place))}
            </ul>
          </div>
        </nav>
        <div class="govuk-width-container">
          <main class="inbox-main" id="main" data-version="${versionOf(body)}" data-total="${page.total ?? 0}">
            ${errorSummary(page)} ${body}
          </main>
        </div>
        <div class="govuk-width-container">${live(page, here)}</div>
      </body>
    </html>`;
}

function navigation(path: string, name: string, isHere: boolean): Html {
  const href = path === '' ? inboxPath : `${inboxPath}/${path}`;
  return html`<li class="govuk-service-navigation__item${isHere && ' govuk-service-navigation__item--active'}">
    <a class="govuk-service-navigation__link" href="${href}" ${isHere && html`aria-current="true"`}>
      ${isHere ? html`<strong class="govuk-service-navigation__active-fallback">${name}</strong>` : name}
    </a>
  </li>`;
}

function errorSummary({ problems = [] }: InboxPage): Html | false {
  if (problems.length === 0) return false;
  const items = problems.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`);
  return html`<div class="govuk-error-summary" role="alert">
    <h2 class="govuk-error-summary__title">There is a problem</h2>
    <ul class="govuk-list govuk-error-summary__list">
      ${items}
    </ul>
  </div>`;
}

/** Where it is said that there is something new, and what stands there without JavaScript. */
function live({ things = ['thing', 'things'], newest }: InboxPage, here: string): Html {
  const [one, several] = things;
  return html`<p
      class="govuk-body inbox-live"
      role="status"
      id="live"
      data-newest="${newest}"
      data-one="${one}"
      data-several="${several}"
    ></p>
    <noscript
      ><p class="govuk-body"><a class="govuk-link" href="${here}">Refresh</a></p></noscript
    >`;
}

/** The same for the same content. */
function versionOf(body: Html): string {
  return createHash('sha256').update(body.text).digest('base64url').slice(0, 12);
}
