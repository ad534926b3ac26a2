import { jsonReply, type Reply } from './answer';
import { queryOf, type NotifyRequest } from './request';

// What Notify's server answers outside its API, to anyone who asks.

/** Whether it is well. What a stand-in has none of, such as a commit, is an `x`. */
export function statusReply(request: NotifyRequest): Reply {
  if (queryOf(request)['simple']?.[0]) return jsonReply(200, { status: 'ok' });
  const database = '0560_add_nhs_notify_org';
  const build = { build_time: 'x', git_commit: 'x' };
  return jsonReply(200, { ...build, db_bulk_version: database, db_version: database, status: 'ok' });
}

/** The methods of a path. */
export function optionsReply(allow: string): Reply {
  return { status: 200, contentType: html, body: Buffer.alloc(0), headers: ['Allow', allow] };
}

/** Sends the client to a path with one slash where it had two. */
export function redirectReply({ root, target }: NotifyRequest, path: string): Reply {
  const query = target.includes('?') ? target.slice(target.indexOf('?')) : '';
  const url = `${root}${encodeURI(path.slice(1))}${query}`;
  const shown = url.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;');
  const page = [
    '<!doctype html>',
    '<html lang=en>',
    '<title>Redirecting...</title>',
    '<h1>Redirecting...</h1>',
    '<p>You should be redirected automatically to the target URL: ' +
      `<a href="${shown}">${shown}</a>. If not, click the link.`,
    '',
  ];
  return { status: 308, contentType: html, body: Buffer.from(page.join('\n')), headers: ['Location', url] };
}

const html = 'text/html; charset=utf-8';
