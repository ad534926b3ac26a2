import type { Server } from 'node:http';
import { bodyOf, serve } from '../notify/servers';

/** What an answer of Notify repeats of a request: its body and its headers, and every value of the body by itself. */
interface Echo {
  readonly whole: string;
  readonly values: readonly string[];
}

type Answer = (echo: Echo) => { readonly status: number; readonly body: string; readonly type?: string };

const refusing =
  (status: number, error: string, say: (echo: Echo) => string): Answer =>
  (echo) => ({
    status,
    body: JSON.stringify({ status_code: status, errors: [{ error, message: say(echo) }] }),
  });

const id = '740e5834-3a29-46b4-9a6f-16142fde533a';

/** Answers that repeat whatever they were given, in every place where an answer of Notify's has text. */
export const hostileAnswers: Readonly<Record<string, Answer>> = {
  'takes it': ({ whole }) => ({
    status: 201,
    body: JSON.stringify({
      id,
      reference: whole,
      uri: whole,
      content: { body: whole },
      template: { id, version: 1, uri: whole },
    }),
  }),
  'takes it under another id': ({ whole }) => ({
    status: 201,
    body: JSON.stringify({ id: whole, template: { version: whole } }),
  }),
  'misses personalisation': refusing(
    400,
    'BadRequestError',
    ({ values }) => `Missing personalisation: ${values.join(', ')}`,
  ),
  'misses one name': refusing(
    400,
    'BadRequestError',
    ({ values }) => `Missing personalisation: the ${values.at(-1)} of it`,
  ),
  'is too long': refusing(400, 'BadRequestError', ({ whole }) => `Your message is too long. ${whole}`),
  'does not allow it': refusing(400, 'BadRequestError', ({ whole }) => `Service is not allowed to ${whole}`),
  'does not suit': refusing(400, 'BadRequestError', ({ whole }) => `sms template is not suitable for ${whole}`),
  'knows no sender': refusing(
    400,
    'BadRequestError',
    ({ whole }) => `sms_sender_id ${whole} does not exist in database`,
  ),
  'names a field': refusing(400, 'ValidationError', ({ values }) => `${values[0]} is not of type string`),
  'says it as a class': ({ whole }) => ({
    status: 400,
    body: JSON.stringify({ status_code: 400, errors: [{ error: whole, message: whole }] }),
  }),
  'says it without a class': ({ whole }) => ({
    status: 400,
    body: JSON.stringify({ result: 'error', message: whole }),
  }),
  fails: refusing(500, 'Exception', ({ whole }) => whole),
  'is a page': ({ whole }) => ({ status: 502, body: `<html>${whole}</html>`, type: 'text/html' }),
  'refuses the key': refusing(403, 'AuthError', ({ whole }) => `Invalid token: ${whole}`),
  'limits the day': refusing(429, 'TooManyRequestsError', ({ whole }) => `Exceeded send limits ${whole}`),
};

/** A server that answers every request in that way. `says` is what it repeats where a request has no body. */
export async function hostileNotify(
  says: readonly string[],
): Promise<{ server: Server; answer: (name: string) => void }> {
  let current = 'takes it';
  const server = await serve((request, response) => {
    const answerTo = (body: Buffer): void => {
      const given = valuesIn(JSON.parse(body.toString() || '{}'));
      const whole = `${body.toString()}\n    at ${says.join(' ')} (/x.js:1:1) ${JSON.stringify(request.headers)}`;
      const {
        status,
        body: text,
        type = 'application/json',
      } = hostileAnswers[current]?.({
        whole,
        values: given.length > 0 ? given : says,
      }) ?? { status: 500, body: '' };
      response.writeHead(status, { 'content-type': type, 'x-b3-traceid': says[0] }).end(text);
    };
    void bodyOf(request).then(answerTo);
  });
  return { server, answer: (name) => (current = name) };
}

const valuesIn = (json: unknown): readonly string[] => {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(valuesIn) : [];
};
