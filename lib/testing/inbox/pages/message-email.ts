import { emailHtml } from '../../control/message-details';
import type { StoredNotification } from '../../storage/notification';
import { inboxPath, type InboxContext } from '../context';
import { fileSize } from '../format';
import { Html, html, typed } from '../html';
import { linksIn } from '../parts/links';

/** An email's own part of its page: as its reader sees it, with links and files. */
export function emailParts(message: StoredNotification, { standIn }: InboxContext): Html {
  const links = linksIn(emailHtml(message) ?? '');
  const files = standIn.notify.recorder.filesOf(message.id);
  return html`
    <h2 class="govuk-heading-m">The email as its reader sees it</h2>
    <iframe
      class="inbox-email"
      title="The email as its reader sees it"
      src="${inboxPath}/messages/${message.id}/email"
      sandbox="allow-popups allow-popups-to-escape-sandbox"
    ></iframe>
    <p class="govuk-hint">
      The body, as Notify’s preview has it: without the header and footer that Notify puts around it.
      <a class="govuk-link" href="${inboxPath}/messages/${message.id}/email">The email by itself</a>
    </p>
    ${
      links.length > 0 &&
      html`<h2 class="govuk-heading-s">Links</h2>
        <ul class="govuk-list inbox-list">
          ${links.map((link) => html`<li>${isWeb(link) ? anchor(link) : typed(link)}</li>`)}
        </ul>`
    }
    ${
      files.length > 0 &&
      html`<h2 class="govuk-heading-s">Files</h2>
        <ul class="govuk-list inbox-list">
          ${files.map(
            ({ filename, size, retentionPeriod, content }, index) =>
              html`<li>
                ${
                  content
                    ? html`<a class="govuk-link" href="${inboxPath}/messages/${message.id}/files/${index + 1}"
                        >${typed(filename ?? `file ${index + 1}`)}</a
                      >`
                    : html`${typed(filename ?? `file ${index + 1}`)} (too old to be kept here)`
                },
                ${fileSize(size)}, kept ${retentionPeriod}
              </li>`,
          )}
        </ul>`
    }
  `;
}

const isWeb = (link: string): boolean => /^https?:\/\//i.test(link);

const anchor = (link: string): Html =>
  html`<a class="govuk-link" href="${link}" target="_blank" rel="noreferrer noopener">${typed(link)}</a>`;

/** An email as a page of its own. Its HTML is Notify's, with what somebody gave in it: no script may run there. */
export function emailDocument(message: StoredNotification): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>Email</title>
        <base target="_blank" />
        <style>
          :root {
            color-scheme: light;
          }
          body {
            background: #fff;
            color: #0b0c0c;
            font-family: Helvetica, Arial, sans-serif;
            margin: 20px;
            overflow-wrap: anywhere;
          }
        </style>
      </head>
      <body>
        ${new Html(emailHtml(message) ?? '')}
      </body>
    </html>`;
}
