import type { NotifyRequest } from './request';

/** Where everything that steers or shows the stand-in lies. */
export const ownPrefix = '/_stand-in/';

/** The most bytes a body may have there. */
export const largestOwnBody = 4 * 1024 * 1024;

/** Why a request to `/_stand-in/` is refused before anybody looks at it. */
export interface GuardRefusal {
  readonly status: 403 | 413 | 421;
  readonly error: string;
}

const hostNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Keeps web pages away from `/_stand-in/`: the answer is undefined for a request that may pass. A page of another site
 * reaches this machine by a name that resolves to it, which shows in `Host`, or by its own requests, whose `Origin` and
 * `Sec-Fetch-Site` a browser writes. Programs that are no browsers send neither of these two.
 */
export function refusalByGuard({ headers, port, bodyLeftOut }: NotifyRequest): GuardRefusal | undefined {
  const host = one(headers['host'])?.toLowerCase();
  if (host === undefined || !isOurs(host, port)) {
    return {
      status: 421,
      error: `the host must be 127.0.0.1, localhost or [::1], with port ${port ?? 'of the stand-in'}: send that as Host`,
    };
  }
  const origin = one(headers['origin']);
  const site = one(headers['sec-fetch-site']);
  const isForeign = origin !== undefined && origin.toLowerCase() !== `http://${host}`;
  if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return { status: 403, error: 'a page of another site may neither read nor steer the stand-in' };
  }
  if (bodyLeftOut === true) {
    return { status: 413, error: `a body may have ${largestOwnBody} bytes at most: send less at once` };
  }
  return undefined;
}

function isOurs(host: string, port: number | undefined): boolean {
  const [, name = '', given = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? [];
  return hostNames.has(name) && Number(given) === port;
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join(', ') : header;
}
