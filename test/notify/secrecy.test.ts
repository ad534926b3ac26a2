import { spawnSync } from 'node:child_process';
import { fc } from '../properties';
import { inspect } from 'node:util';
import {
  MalformedApiKeyError,
  NotifyClient,
  NotifyError,
  NotifyInputError,
  NotifyUnexpectedAnswerError,
  type HttpResponse,
} from '../../lib/notify';
import { readVectors } from '../vectors';
import { answer, apiKey, clientThatGets, refusal, rejection, secret, thrownBy } from './answers';

/** All that a log, a debugger or a test runner may print of it. */
function everythingShownOf(thing: unknown): string {
  const error = thing instanceof Error ? [thing.message, thing.stack, String(thing), String(thing.cause)] : [];
  const shown = [inspect(thing, { depth: null, showHidden: true, getters: false }), JSON.stringify(thing), ...error];
  return shown.join('\n');
}

const sms = { templateId: 'f33517ff-2a88-4f6e-b855-c550268ce08a', phoneNumber: '07700 900123' };

describe('secrecy: API key', () => {
  it('a client does not show the key', async () => {
    const { client } = clientThatGets([answer(201, { id: 'x' })]);
    await client.sendSms(sms);
    expect(everythingShownOf(client)).not.toContain(secret);
    expect(everythingShownOf({ nested: [client] })).not.toContain(secret);
    expect(Object.values(client)).toEqual([]);
  });

  it.each<readonly [string, HttpResponse | Error]>([
    ['Notify refuses', refusal(403, 'AuthError', 'Invalid token: API key not found')],
    ['the edge answers', answer(502, '<html>')],
    ['the answer is cut short', answer(201, '{"id')],
    ['the transport fails', Object.assign(new Error(`with ${apiKey}`), { config: { headers: { apiKey } } })],
  ])('no error shows the key when %s', async (_, response) => {
    const error = await rejection(clientThatGets([response]).client.sendSms(sms));
    expect(error).toBeInstanceOf(NotifyError);
    expect(everythingShownOf(error)).not.toContain(secret);
  });

  it('no error shows the key when it was passed as another option', () => {
    const error = thrownBy(() => new NotifyClient({ apiKey, baseUrl: apiKey }));
    expect(error).toBeInstanceOf(NotifyInputError);
    expect(everythingShownOf(error)).not.toContain(secret);
  });

  it('no error shows the key when it is malformed', () => {
    const error = thrownBy(() => new NotifyClient({ apiKey: apiKey.slice(0, -1) }));
    expect(error).toBeInstanceOf(MalformedApiKeyError);
    expect(everythingShownOf(error)).not.toContain(secret.slice(0, 8));
  });

  it('the key itself is never sent, only a token signed with it', async () => {
    const { client, requests } = clientThatGets([answer(201, { id: 'x' })]);
    await client.sendSms(sms);
    expect(everythingShownOf(requests)).not.toContain(secret);
  });
});

describe('secrecy: content and recipients', () => {
  const personal = fc.stringMatching(/^zq[a-z0-9 @'.]{4,40}$/);

  it('an error does not show what was sent, however Notify repeats it', async () => {
    const repeats = fc.tuple(
      personal,
      fc.constantFrom(
        (value: string) => `reference ${value} is too long`,
        (value: string) => `email_address ${value} is not of type string`,
        (value: string) => `personalisation {name: ${value}} is not of type object`,
        (value: string) => `template_type ${value} is not one of [sms, email, letter]`,
        (value: string) => `Additional properties are not allowed (${value} was unexpected)`,
        (value: string) => `Missing personalisation: ${value}`,
        (value: string) => `retention_period Unsupported value for retention_period: ${value}. Supported`,
        (value: string) => `Something new about ${value}`,
      ),
      fc.constantFrom('ValidationError', 'BadRequestError', 'SomethingNew'),
    );
    await fc.assert(
      fc.asyncProperty(repeats, async ([value, sentence, kind]) => {
        const error = await rejection(clientThatGets([refusal(400, kind, sentence(value))]).client.sendSms(sms));
        expect(everythingShownOf(error)).not.toContain(value);
        expect(error).toMatchObject({ details: [{ error: kind, message: sentence(value) }] });
      }),
    );
  });

  it('an error about an answer that is not Notify’s does not show the answer', () => {
    const body = Buffer.from('{"content": {"body": "Dear Amala"');
    const error = new NotifyUnexpectedAnswerError({ status: 201, headers: {}, body });
    expect(everythingShownOf(error)).not.toContain('Amala');
  });

  it('the recorded errors of Notify do not show what was sent', async () => {
    interface Case {
      readonly request: { readonly json?: Readonly<Record<string, unknown>> };
      readonly response: { readonly status: number; readonly json?: unknown };
    }
    const { cases } = readVectors<Case>('http.json');
    const refusals = cases.filter(({ response }) => response.status >= 400 && response.json);
    expect(refusals.length).toBeGreaterThan(0);
    for (const { request, response } of refusals) {
      const error = await rejection(clientThatGets([answer(response.status, response.json)]).client.sendSms(sms));
      const sent = Object.values(request.json ?? {}).filter((value) => typeof value === 'string' && value.length > 3);
      for (const value of sent) expect(everythingShownOf(error)).not.toContain(value);
    }
  });
});

test('a program that crashes with an error of Notify does not print its text', () => {
  const crash = (error: string): string =>
    spawnSync(process.execPath, ['--import', 'tsx', '--eval', error], { encoding: 'utf8' }).stderr;
  const refusal = `const { NotifyApiError } = require('./lib/notify');
    const message = 'phone_number 0770090' + '0123 is too long';
    const error = new NotifyApiError(400, [{ error: 'ValidationError', message }]);`;

  expect(crash(`${refusal} throw error;`)).toContain('NotifyApiError: 400: ValidationError');
  expect(crash(`${refusal} throw error;`)).not.toContain('07700900123');
  // What Node would print: it is why the list is not called `errors`.
  expect(crash(`${refusal} throw Object.assign(error, { errors: error.details });`)).toContain('07700900123');
});
