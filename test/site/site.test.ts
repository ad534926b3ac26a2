import type { Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { violationsOn } from '../browser/accessibility';
import { openBrowser } from '../browser/browser';
import { serveSite } from './serve-site';

const pages = [
  '/',
  '/docs/',
  '/docs/guide/start.html',
  '/docs/guide/states.html',
  '/docs/troubleshooting.html',
  '/docs/guarantees.html',
  '/docs/api/',
  '/docs/api/publisher.html',
];

describe('site of the documentation', () => {
  let browser: Browser;
  let server: Server;
  let url: string;
  beforeAll(async () => {
    ({ url, server } = await serveSite());
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    test.each(pages)('%s has nothing that WCAG 2.2 AA forbids, and asks no other host for anything', async (path) => {
      const page = await browser.newPage({ colorScheme, reducedMotion: 'reduce' });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.goto(url + path, { waitUntil: 'networkidle' });
      const violations = await violationsOn(page);
      const elsewhere = asked.filter((one) => !one.startsWith(url) && !one.startsWith('data:'));
      await page.close();
      expect([...new Set(violations)]).toEqual([]);
      expect(elsewhere).toEqual([]);
    });
  });

  test('an error is found by its words, without a network', async () => {
    const page = await browser.newPage();
    await page.goto(`${url}/`, { waitUntil: 'networkidle' });
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill('MODULE_NOT_FOUND');
    const first = page.locator('#localsearch-list a').first();
    await first.waitFor();
    expect(await first.getAttribute('href')).toMatch(/\/docs\/troubleshooting/);
    await page.close();
  });

  test('the schema of an event can be read there', async () => {
    const answer = await fetch(`${url}/docs/events/notification-failed.schema.json`);
    expect(await answer.json()).toMatchObject({ type: 'object' });
  });
});
