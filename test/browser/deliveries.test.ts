import type { Browser, Page } from 'playwright-core';
import { sideways, violationsOn } from './accessibility';
import { openBrowser } from './browser';
import { looks, takePictures } from './pictures';
import { startLocally, type LocalStart } from './local-start';

let browser: Browser;
let local: LocalStart;
let page: Page;

beforeAll(async () => {
  [browser, local] = await Promise.all([openBrowser(), startLocally()]);
  page = await browser.newPage();
});

afterAll(async () => {
  await browser.close();
  await local.stop();
});

const countOf = async (kind: string): Promise<string> =>
  (await page.locator('.inbox-kinds__kind', { hasText: kind }).locator('.inbox-kinds__count').textContent()) ?? '';
const states = async (label: string): Promise<string> =>
  (await page.locator('tr', { has: page.getByRole('link', { name: label, exact: true }) }).textContent()) ?? '';

describe('npm start -- --inbox', () => {
  test('shows deliveries of every kind apart', async () => {
    await page.goto(local.url);
    expect(await states('email for later')).toContain('scheduled');
    expect(await states('text message abroad')).toContain(
      "Notify's daily limit for international text messages is spent",
    );
    expect(await states('email without the time')).toContain('Missing personalisation: time');
    expect(await states('email that Notify fails on')).toContain('dead letter');
    const kinds = ['scheduled', 'held', 'rejected', 'dead letter', 'expired'];
    expect(await Promise.all(kinds.map(countOf))).toEqual(['1', '1', '2', '1', '0']);
  });

  test('breaks no rule of axe, light and dark, wide and narrow', async () => {
    await page.goto(local.url);
    const href = await page.getByRole('link', { name: 'letter that comes back' }).getAttribute('href');
    for (const [colorScheme, width] of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      for (const path of ['/_stand-in/inbox/deliveries', href ?? '']) {
        await page.goto(new URL(path, local.url).href);
        expect([path, await violationsOn(page), await sideways(page)]).toEqual([path, [], 0]);
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('has its pictures taken for the documentation', async () => {
    await page.goto(local.url);
    const href = await page.getByRole('link', { name: 'letter that comes back' }).getAttribute('href');
    const urls = { deliveries: local.url, delivery: new URL(href ?? '', local.url).href };
    expect(await takePictures(browser, urls)).toBeGreaterThan(5000);
  });

  test('links every delivery that Notify has to its message, and back', async () => {
    await page.goto(local.url);
    const labels = await page.locator('tbody tr', { hasText: 'its message' }).locator('th').allTextContents();
    expect(labels.length).toBeGreaterThan(5);
    for (const [index, label] of labels.entries()) {
      await page.goto(local.url);
      await page.getByRole('link', { name: 'its message' }).nth(index).click();
      await page.getByRole('link', { name: /^Its delivery/ }).click();
      expect(label).toContain(await page.textContent('h1'));
    }
  });

  test('brings the letter back when the clock is moved on, and shows its event', async () => {
    await page.goto(local.url);
    await page.getByRole('link', { name: 'letter that comes back' }).click();
    const events = () => page.locator('.inbox-events strong').allTextContents();
    const before = await events();
    expect(before).toEqual(['Notification Sent', 'Notification Delivered', 'Letter PDF Stored']);
    for (let day = 0; day < 14; day += 1) await page.getByRole('button', { name: 'A day' }).click();
    expect(await events()).toEqual([...before, 'Notification Failed']);
    expect(await page.textContent('h1 + strong')).toBe('failed (returned)');
    await page
      .getByRole('main')
      .getByRole('link', { name: /^letter [0-9a-f-]+$/ })
      .click();
    expect(await page.textContent('main')).toContain('returned letter, attempt 1');
  });

  test('ends in good order at Ctrl+C', async () => {
    await page.close();
    expect(await local.stop()).toBe(0);
  });
});
