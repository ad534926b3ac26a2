import { apiKey, NotifyStandIn, type KeyType } from '../../../lib/testing';
import { ids, licence } from '../default-ids';
import { officialClient, ourClient, type AnyClient, type Seen } from './any-client';
import { badScenarios, goodScenarios, idOf, type Scenario } from './scenarios';

type Make = (url: string, key: string) => AnyClient;

async function withServer<Result>(use: (standIn: NotifyStandIn, url: string) => Promise<Result>): Promise<Result> {
  const standIn = new NotifyStandIn();
  const server = await standIn.listen();
  try {
    return await use(standIn, server.url);
  } finally {
    await server.close();
  }
}

async function play([, run]: Scenario, make: Make, type: KeyType = 'live'): Promise<readonly Seen[]> {
  const seen = await withServer(async (standIn, url) => run(make(url, apiKey(standIn.world, type))));
  return JSON.parse(alike(JSON.stringify(seen)));
}

/** What differs from server to server and from moment to moment, put alike; ids are numbered as they appear. */
function alike(json: string): string {
  const known = new Set<string>(Object.values(ids));
  const numbered = new Map<string, string>();
  return json
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://host')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/g, '<date>')
    .replaceAll(/\/d\/[\w-]+\/[\w-]+\?key=[\w-]+/g, '/d/<file>')
    .replaceAll(/\/unsubscribe\/([0-9a-f-]{36})\/[\w-]+/g, '/unsubscribe/$1/<token>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      if (known.has(id) || /^[a-f0-9]0{7}-0000-4/.test(id)) return id;
      const name = numbered.get(id) ?? `<id ${numbered.size + 1}>`;
      numbered.set(id, name);
      return name;
    });
}

function refusal(status: number, message: string): Seen {
  return { status, errors: [{ error: 'BadRequestError', message }] };
}

describe('stand-in: official client and ours', () => {
  test.each(goodScenarios)('both clients see the same when one %s', async (...scenario) => {
    const seen = await play(scenario, officialClient);
    expect(seen).toMatchSnapshot();
    expect(await play(scenario, ourClient)).toEqual(seen);
  });

  test.each(badScenarios)('both clients see the same when one %s', async (...scenario) => {
    const seen = await play(scenario, officialClient);
    expect(seen.filter((one) => 'gave' in one)).toEqual([]);
    expect(seen).toMatchSnapshot();
    expect(await play(scenario, ourClient)).toEqual(seen);
  });
});

describe.each([
  ['the official client', officialClient],
  ['our client', ourClient],
] as const)('stand-in: %s', (_name, make) => {
  test('a team key is refused for strangers and for letters', async () => {
    const scenario: Scenario = [
      'team key',
      async (client) => [
        await client.sendSms({ templateId: ids.plainSms, phoneNumber: '07900900123' }),
        await client.sendSms({ templateId: ids.plainSms, phoneNumber: '+44 7700 900888' }),
        await client.sendLetter({ templateId: ids.letter, personalisation: licence }),
      ],
    ];
    expect(await play(scenario, make, 'team')).toEqual([
      refusal(400, 'Can’t send to this recipient using a team-only API key'),
      { gave: expect.objectContaining({ id: '<id 1>' }) },
      refusal(403, 'Cannot send letters with a team api key'),
    ]);
  });

  test('a key that Notify does not know is refused', async () => {
    const seen = await withServer(async (standIn, url) => {
      const wrong = apiKey(standIn.world).slice(0, -36) + ids.nobody;
      return make(url, wrong).listTemplates();
    });
    expect(seen).toEqual({
      status: 403,
      errors: [{ error: 'AuthError', message: 'Invalid token: API key not found' }],
    });
  });

  test('the PDF of a letter and the received texts can be read', async () => {
    await withServer(async (standIn, url) => {
      const client = make(url, apiKey(standIn.world));
      const letter = idOf(await client.sendLetter({ templateId: ids.letter, personalisation: licence }));
      const texts = ['first', 'second'].map((content) => standIn.control.receiveText({ from: '07900900123', content }));
      await standIn.tick(2000);

      expect(await client.getLetterPdf(letter)).toEqual({ gave: '%PDF-' });
      expect(await client.listReceivedTexts()).toMatchObject({
        gave: {
          received_text_messages: [
            { id: texts[1], content: 'second' },
            { id: texts[0], user_number: '447900900123' },
          ],
        },
      });
      expect(await client.listReceivedTexts(texts[0])).toMatchObject({ gave: { received_text_messages: [] } });
    });
  });

  test('a test message fails as documented', async () => {
    await withServer(async (standIn, url) => {
      const client = make(url, apiKey(standIn.world, 'test'));
      const phoneNumber = '07700900003';
      const sent = idOf(await client.sendSms({ templateId: ids.plainSms, phoneNumber }));
      await standIn.tick(60_000);
      expect(await client.getNotification(sent)).toMatchObject({ gave: { status: 'temporary-failure' } });
    });
  });
});
