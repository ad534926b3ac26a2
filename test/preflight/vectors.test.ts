import type { World } from '../../lib/testing';
import { vectorWorld, keyTypeOf, type CaseSetup, type HttpVectors } from '../testing/vectors/vector-world';
import { ids } from '../testing/default-ids';
import { readVectors } from '../vectors';
import { defaultWorld } from '../../lib/testing';
import { askingBoth, expectAgreement, queueable } from './both';

/** How many of a recording's cases can be on a queue, so that a test of none of them is found out. */
async function agreeOnAll(messages: readonly object[], world: World = defaultWorld()): Promise<number> {
  const ask = await askingBoth(world);
  const queued = messages.map(queueable).filter((message) => message !== undefined);
  for (const message of queued) expectAgreement(await ask(message));
  return queued.length;
}

describe('preflight: recorded cases', () => {
  test('preflight agrees with Notify on all recorded phone numbers, with all permissions and with few', async () => {
    const { cases } = readVectors<{ input: string }>('phone.json');
    const messages = cases.map(({ input }) => ({ type: 'sms', template_id: ids.plainSms, phone_number: input }));
    expect(await agreeOnAll(messages)).toBeGreaterThan(0);
    expect(await agreeOnAll(messages, allowedOnly(['sms']))).toBeGreaterThan(0);
  });

  test('preflight agrees with Notify on all recorded email addresses', async () => {
    const { cases } = readVectors<{ input: string }>('email.json');
    const messages = cases.map(({ input }) => ({ type: 'email', template_id: ids.newsletter, email_address: input }));
    expect(await agreeOnAll(messages)).toBeGreaterThan(0);
  });

  test('preflight agrees with Notify on all recorded postal addresses, with letters abroad and without', async () => {
    const { cases } = readVectors<{ personalisation: object }>('address.json');
    const messages = cases.map(({ personalisation }) => ({
      type: 'letter',
      template_id: ids.letter,
      personalisation: { name: 'Amala', expires: '2030', ...personalisation },
    }));
    expect(await agreeOnAll(messages)).toBeGreaterThan(0);
    expect(await agreeOnAll(messages, allowedOnly(['letter']))).toBeGreaterThan(0);
  });

  test('preflight agrees with Notify on all recorded templates and text messages', async () => {
    const templates = readVectors<TemplateCase>('template.json').cases;
    const texts = readVectors<TextCase>('sms.json').cases.map(({ content, personalisation }) => ({
      template: { template_type: 'sms' as const, content, subject: null },
      personalisation,
    }));
    let asked = 0;
    for (const { template, personalisation } of [...templates, ...texts]) {
      const message = {
        ...recipients[template.template_type],
        template_id: ids.sms,
        personalisation: personalisation ?? {},
      };
      const whole =
        template.template_type === 'letter'
          ? { ...message, personalisation: { ...address, ...personalisation } }
          : message;
      asked += await agreeOnAll([whole], worldOf(template));
    }
    expect(asked).toBeGreaterThan(0);
  });

  test('preflight agrees with Notify on all recorded requests, whatever the key and the service', async () => {
    const vectors = readVectors<HttpCase, HttpVectors>('http.json');
    let asked = 0;
    for (const { request, setup = {} } of vectors.cases) {
      const channel = /^\/v2\/notifications\/(email|sms|letter)$/.exec(request.path)?.[1];
      const body = Object(request.json);
      const type = channel === 'letter' && 'content' in body ? 'precompiled_letter' : channel;
      const message = queueable({ ...body, type });
      if (!message || setup.no_auth) continue;
      const ask = await askingBoth(vectorWorld(vectors, setup), keyTypeOf(setup));
      expectAgreement(await ask(message));
      asked += 1;
    }
    expect(asked).toBeGreaterThan(0);
  });
});

interface TemplateCase {
  readonly template: {
    readonly template_type: 'email' | 'sms' | 'letter';
    readonly content: string;
    readonly subject: string | null;
  };
  readonly personalisation: object | null;
}

interface TextCase {
  readonly content: string;
  readonly personalisation: object | null;
}

interface HttpCase {
  readonly request: { readonly path: string; readonly json?: unknown };
  readonly setup?: CaseSetup;
}

const address = { address_line_1: 'Amala Bird', address_line_2: '123 High Street', address_line_3: 'SW14 6BF' };
const recipients = {
  email: { type: 'email', email_address: 'amala@example.com' },
  sms: { type: 'sms', phone_number: '07900 900123' },
  letter: { type: 'letter' },
};

function worldOf({ template_type: type, content, subject }: TemplateCase['template']): World {
  const template = { id: ids.sms, type, name: 'Recorded', versions: [{ body: content, subject }] };
  return { services: defaultWorld().services.map((service) => ({ ...service, templates: [template] })) };
}

function allowedOnly(permissions: World['services'][number]['permissions'] & object): World {
  return { services: defaultWorld().services.map((service) => ({ ...service, permissions })) };
}
