import type { Answer } from '../http/answer';

const titles: Readonly<Record<400 | 404 | 502 | 503 | 504, string>> = {
  400: 'Bad Request',
  404: 'Not Found',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Time-out',
};

/** A page of HTML such as a load balancer or a content delivery network answers with, in Notify's place. */
export function htmlPage(status: keyof typeof titles): Answer {
  const title = `${status} ${titles[status]}`;
  const html = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
  const body = Buffer.from(html);
  return { status, headers: ['Content-Type', 'text/html', 'Content-Length', String(body.length)], body };
}
