import type { Browser, Page } from 'playwright-core';
import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn, type Listening, type World } from '../../lib/testing';
import { sideways } from './accessibility';
import { openBrowser } from './browser';
import { worldWithCallbacks } from './full-stand-in';

/** Whatever ran would say so here. */
const run = "window.top.document.title='hacked'";

const hostile: Readonly<Record<string, string>> = {
  'a script': `<script>${run}</script>`,
  'an attribute that ends': `"><img src=x onerror="${run}">`,
  'a link with an event handler': `[a](http://x.example "t" onmouseover="${run}")`,
  'a link that is a script': `[a](javascript:${run}) javascript:${run}`,
  'the end of the title': `</title><script>${run}</script>`,
  'what is escaped already': '&lt;script&gt; &amp; &quot;',
  'a right-to-left mark': 'abc\u202egpj.exe\u200f',
  'a long word': 'x'.repeat(5000),
};

const ids = {
  email: 'e0000000-0000-4000-8000-0000000000aa',
  sms: '50000000-0000-4000-8000-0000000000aa',
  letter: '10000000-0000-4000-8000-0000000000aa',
};

/** A world whose names are hostile too. */
function worldOf(text: string): World {
  const [service] = worldWithCallbacks().services;
  if (service === undefined) throw new Error('the world has no service');
  const versions = [{ subject: '((x))', body: 'Before ((x)) after' }];
  const name = text;
  const templates = [
    { id: ids.email, type: 'email', name, versions },
    { id: ids.sms, type: 'sms', name, versions: [{ body: '((x))' }] },
    { id: ids.letter, type: 'letter', name, versions },
  ] as const;
  const callbacks = { deliveryReceipts: { url: `https://x.example/?${text}`, bearerToken: 'token' } };
  return { services: [{ ...service, name: text, templates, callbacks }] };
}

let browser: Browser;
let server: Listening;
let standIn: NotifyStandIn;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});

afterEach(() => page.close());

afterAll(() => browser.close());

/** Puts the text wherever somebody's text can come from, and gives the pages that show it. */
async function fill(text: string): Promise<readonly string[]> {
  standIn = new NotifyStandIn({
    world: worldOf(text),
    sendCallback: async ({ onAnswer }) => {
      onAnswer?.(Promise.resolve(text));
      return 500;
    },
  });
  server = await standIn.listen({ control: true, inbox: true });
  const notify = new NotifyClient({ apiKey: apiKey(standIn.world), baseUrl: server.url });
  // Notify takes no text message or email so long, and no reference.
  const x = text.slice(0, 800);
  const reference = text.slice(0, 900);
  const email = await notify.sendEmail({
    templateId: ids.email,
    emailAddress: 'a@example.com',
    personalisation: { x: text },
    reference,
  });
  const sms = await notify.sendSms({
    templateId: ids.sms,
    phoneNumber: '07900900123',
    personalisation: { x },
    reference,
  });
  // Notify refuses lines that begin with some of these characters.
  const address = { address_line_1: `A ${text.slice(0, 100)}`, address_line_2: '1 High Street', postcode: 'SW14 6BF' };
  const letter = await notify.sendLetter({
    templateId: ids.letter,
    personalisation: { x: text, ...address },
    reference,
  });
  const byWebsite = standIn.control.sendFromWebsite({
    templateId: ids.email,
    recipient: text,
    personalisation: { x: text },
    createdByName: text,
  });
  standIn.control.receiveText({ from: '07900900123', content: text });
  standIn.faults.add({
    fault: { kind: 'server error', error: text },
    when: { recipient: text, reference: text, path: text },
  });
  standIn.control.endAs({ recipient: text, reference: text }, 'stuck');
  await standIn.tick(10_000);
  standIn.faults.add({ fault: { kind: 'server error', error: text } });
  await notify.listTemplates().catch(() => undefined);
  const messages = [email.id, sms.id, letter.id, byWebsite].map((id) => `/messages/${id}`);
  const lists = ['', `?q=${encodeURIComponent(text)}`, '/received', '/callbacks', '/requests', '/what-happens-next'];
  return [...lists, ...messages, '/callbacks/1', '/requests/1', '/requests/2', '/requests/4'];
}

/** A text as a page has it: without what marks its direction apart, and white space as one. */
const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

describe.each(Object.entries(hostile))('%s', (_, text) => {
  let paths: readonly string[];

  beforeAll(async () => {
    paths = await fill(text);
  });

  afterAll(() => server.close());

  test('runs nowhere, is shown as it was typed, and breaks no page', async () => {
    page = await browser.newPage({ viewport: { width: 320, height: 800 } });
    const errors: string[] = [];
    page.on('console', (message) => errors.push(message.text()));
    page.on('dialog', (dialog) => errors.push(dialog.message()));
    for (const path of paths) {
      await page.goto(`${server.url}/_stand-in/inbox${path}`);
      expect(await page.title()).toMatch(/Inbox – stand-in for GOV.UK Notify$/);
      expect({ path, scripts: await page.locator('script').count() }).toEqual({ path, scripts: 1 });
      expect({ path, images: await page.locator('img').count() }).toEqual({ path, images: 0 });
      expect({ path, pixels: await sideways(page) }).toEqual({ path, pixels: 0 });
      const all = plain(
        `${await page.textContent('main')} ${await page.locator('input').evaluateAll((each) => each.map((one) => one.getAttribute('value')).join(' '))}`,
      );
      const beginning = text.slice(0, 60);
      // In JSON it is typed so.
      const isShown = [beginning, JSON.stringify(beginning).slice(1, -1)].some((each) => all.includes(plain(each)));
      expect({ path, shows: isShown }).toEqual({ path, shows: true });
    }
    expect(errors.filter((line) => !/sandbox/i.test(line))).toEqual([]);
  });

  test('does nothing in the frame of the email, whatever the reader does there', async () => {
    const [, , , , , , message = ''] = paths;
    page = await browser.newPage();
    await page.goto(`${server.url}/_stand-in/inbox${message}`);
    const frame = page.frameLocator('iframe');
    await frame.locator('body').hover();
    for (const link of await frame.locator('a').all()) await link.hover();
    expect(await page.title()).toMatch(/Inbox – stand-in for GOV.UK Notify$/);
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    await page.goto(`${server.url}/_stand-in/inbox${message}/email`);
    expect(await page.title()).toBe('Email');
  });
});
