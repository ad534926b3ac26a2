import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';
import { openFullStandIn, type FullStandIn } from './full-stand-in';
import { startLocally, type LocalStart } from './local-start';

// `npm run docs:pictures` has the pictures of the documentation taken here, so that they stay true.
const { PICTURES: documentation } = process.env;
const elsewhere = mkdtempSync(join(tmpdir(), 'pictures-'));

let browser: Browser;
let full: FullStandIn;
let local: LocalStart;

beforeAll(async () => {
  if (documentation !== undefined) mkdirSync(documentation, { recursive: true });
  [browser, full, local] = await Promise.all([openBrowser(), openFullStandIn(), startLocally()]);
});

afterAll(async () => {
  await browser.close();
  await full.close();
  await local.stop();
});

const looks = (['light', 'dark'] as const).flatMap((scheme) => [1280, 320].map((width) => [scheme, width] as const));

describe('the pictures of the documentation', () => {
  test.each(looks)('are taken, %s and %d pixels wide', async (scheme, width) => {
    const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 720 } });
    await page.goto(local.url);
    const delivery = await page.getByRole('link', { name: 'letter that comes back' }).getAttribute('href');
    const wanted = {
      list: full.inbox,
      email: `${full.inbox}/messages/${full.sent.email}`,
      text: `${full.inbox}/messages/${full.sent.text}`,
      letter: `${full.inbox}/messages/${full.sent.letter}`,
      deliveries: local.url,
      delivery: new URL(delivery ?? '', local.url).href,
    };
    for (const [name, url] of Object.entries(wanted)) {
      await page.goto(url);
      const isShown = documentation !== undefined && scheme === 'light' && width === 1280;
      const path = isShown ? resolve(documentation, `${name}.png`) : join(elsewhere, `${name}-${scheme}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      expect(statSync(path).size).toBeGreaterThan(5000);
    }
    await page.close();
  });
});
