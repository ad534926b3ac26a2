import type { ExchangeOutcome } from '../http/exchange-outcome';
import type { Html } from './html';

const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

// A link's title may carry an event handler from personalisation into an email's HTML: scripts must not run in it, and
// it must not pass for a page of ours.
const emailPolicy = [
  'sandbox allow-popups allow-popups-to-escape-sandbox',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "frame-ancestors 'self'",
].join('; ');

const onEvery = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  // With `no-referrer` browsers send `Origin: null`, and our own forms would be refused.
  'Referrer-Policy': 'same-origin',
};

const htmlType = 'text/html; charset=utf-8';

/** A page of the inbox. */
export const pageAnswer = (status: number, page: Html): ExchangeOutcome =>
  answerOf(status, page.text, { 'Content-Type': htmlType, 'Content-Security-Policy': pagePolicy });

/** An email as its reader sees it, for a frame. */
export const emailAnswer = (page: Html): ExchangeOutcome =>
  answerOf(200, page.text, { 'Content-Type': htmlType, 'Content-Security-Policy': emailPolicy });

/** Goes on to a page, by GET. */
export const seeOther = (path: string): ExchangeOutcome => answerOf(303, '', { Location: path });

/** A file that somebody sent, to be kept and not to be opened. */
export function download(content: Buffer, filename: string): ExchangeOutcome {
  const plain = filename.replaceAll(/[^\w .()-]/g, '_');
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${rfc5987(filename)}`;
  return answerOf(200, content, { 'Content-Type': 'application/octet-stream', 'Content-Disposition': disposition });
}

/** A file of the pages' own, or a PDF, which the browser shows. */
export const content = (type: string, body: Buffer): ExchangeOutcome =>
  answerOf(200, body, { 'Content-Type': type, 'Content-Security-Policy': "frame-ancestors 'self'" });

/** The headers of Server-Sent Events. */
export const eventStreamHeaders = Object.entries({ ...onEvery, 'Content-Type': 'text/event-stream' }).flat();

function answerOf(status: number, body: Buffer | string, headers: Readonly<Record<string, string>>): ExchangeOutcome {
  const bytes = Buffer.from(body);
  const all = { ...onEvery, ...headers, 'Content-Length': String(bytes.length) };
  return {
    end: 'answered',
    answer: { status, headers: Object.entries(all).flat(), body: bytes },
    bodyTakes: 0,
    breaksOff: false,
  };
}

function rfc5987(text: string): string {
  // Half a character has no UTF-8.
  return encodeURIComponent(Buffer.from(text).toString()).replaceAll(
    /['()*]/g,
    (each) => `%${each.charCodeAt(0).toString(16)}`,
  );
}
