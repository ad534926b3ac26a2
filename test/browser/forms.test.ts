import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser';
import { openFullStandIn, type FullStandIn } from './full-stand-in';

let browser: Browser;
let full: FullStandIn;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
});

beforeEach(async () => {
  full = await openFullStandIn();
  page = await browser.newPage({ javaScriptEnabled: false });
});

afterEach(async () => {
  await page.close();
  await full.close();
});

afterAll(() => browser.close());

const goTo = (path: string) => page.goto(full.inbox + path);
const press = (name: string) => page.getByRole('button', { name, exact: true }).first().click();
const shown = async (selector = 'main'): Promise<string> =>
  ((await page.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ');

describe('the inbox with JavaScript off', () => {
  test('shows every page, and a link to refresh it', async () => {
    for (const path of full.paths) {
      await goTo(path);
      expect(await page.locator('h1').count()).toBe(1);
      expect(await page.getByRole('link', { name: 'Refresh' }).getAttribute('href')).toBe(
        new URL(full.inbox + path).href.replace(full.url, ''),
      );
    }
  });

  test('finds messages, and leads to the newest that fits', async () => {
    await goTo('');
    await page.fill('#to', '+447900900123');
    await press('Search');
    expect(await shown('.inbox-count')).toContain('1 message');
    await goTo('/latest?to=amala@example.com');
    expect(page.url()).toBe(`${full.inbox}/messages/${full.sent.email}`);
    expect((await goTo('/latest?to=nobody@example.com'))?.status()).toBe(404);
  });

  test('ends a message as the form says, and says when it is too late', async () => {
    full.standIn.control.endAs({}, 'stuck');
    const id = full.standIn.control.sendFromWebsite({
      templateId: 'e0000000-0000-4000-8000-000000000001',
      recipient: 'cleo@example.com',
      createdByName: 'Ines',
    });
    await goTo(`/messages/${id}`);
    await press('Set');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await shown('.govuk-error-summary')).toContain('Choose how the message is to end');
    await page.getByLabel('permanent-failure').check();
    await press('Set');
    await full.standIn.tick(10_000);
    await goTo(`/messages/${id}`);
    expect(await shown('h1 + strong')).toContain('permanent-failure');
    const answer = await page.request.post(`${full.inbox}/messages/${id}/end`, { form: { ending: 'delivered' } });
    expect([answer.status(), await answer.text()]).toEqual([400, expect.stringContaining('It is too late')]);
  });

  test('makes a rule from a message that has ended, and takes it back', async () => {
    await goTo(`/messages/${full.sent.email}`);
    await page.click('text=make a rule first');
    expect(await page.inputValue('#recipient')).toBe('amala@example.com');
    await page.selectOption('#ending', 'temporary-failure');
    await press('Add the rule');
    expect(full.standIn.control.endings.at(-1)).toMatchObject({
      match: { recipient: 'amala@example.com' },
      ending: 'temporary-failure',
    });
    expect(await shown()).toContain('recipient amala@example.com');
    await page
      .getByRole('button', { name: /Remove the rule/ })
      .last()
      .click();
    expect(full.standIn.control.endings).toHaveLength(1);
  });

  test('adds a fault and takes it back, and says what is wrong with one', async () => {
    await goTo('/what-happens-next');
    await page.fill('#times', 'often');
    await press('Add the fault');
    expect(await shown('.govuk-error-summary')).toContain('How often must be a whole number from 1 on');
    expect(await page.inputValue('#times')).toBe('often');
    await page.fill('#times', '5');
    await page.selectOption('#fault', 'server error');
    await press('Add the fault');
    expect(full.standIn.faults.list().at(-1)).toMatchObject({ script: { fault: { kind: 'server error' } }, left: 5 });
    const before = full.standIn.faults.list().length;
    await page
      .getByRole('button', { name: /Remove the fault/ })
      .last()
      .click();
    expect(full.standIn.faults.list()).toHaveLength(before - 1);
  });

  test.each([
    ['A minute', 60_000],
    ['An hour', 3_600_000],
    ['A day', 86_400_000],
  ])('moves the clock: %s', async (name, milliseconds) => {
    const before = full.standIn.now();
    await goTo('/what-happens-next');
    await press(name);
    expect(full.standIn.now() - before).toBe(milliseconds);
  });

  test('moves the clock to the next event, and on a message to its next change', async () => {
    const next = full.standIn.nextDueAt();
    await goTo('/what-happens-next');
    await press('To the next event');
    expect(full.standIn.now()).toBe(next);
    await goTo(`/messages/${full.sent.letter}`);
    await press('Move the clock to its next change');
    expect(page.url()).toBe(`${full.inbox}/messages/${full.sent.letter}`);
    expect(await shown()).toContain('sending');
  });

  test('lets a text come in, and says what is wrong with its number', async () => {
    await goTo('/what-happens-next');
    await page.fill('#from', 'nobody');
    await page.fill('#content', 'yes');
    await press('Receive');
    expect(await shown('.govuk-error-summary')).toContain('no phone number');
    await page.fill('#from', '07900 900123');
    await press('Receive');
    expect(page.url()).toBe(`${full.inbox}/received`);
    expect(await shown()).toContain('yes');
  });

  test('cancels a letter, lets another come back, and reports an email as spam', async () => {
    await goTo(`/messages/${full.sent.letter}`);
    await press('Cancel the letter');
    expect(await shown('h1 + strong')).toContain('cancelled');
    await full.standIn.tick(3 * 86_400_000);
    await goTo(`/messages/${full.sent.precompiled}`);
    await press('Let the letter come back');
    expect(await shown()).toContain('returned-letter');
    await goTo(`/messages/${full.sent.email}`);
    await press('Report as spam');
    await full.standIn.settle();
    await goTo(`/messages/${full.sent.email}`);
    expect(await shown()).toContain('complaint, attempt 1: 204');
  });

  test('sets what is left of the rate limit, and clears everything', async () => {
    await goTo('/what-happens-next');
    await press('Set');
    expect(await shown('.govuk-error-summary')).toContain('Say how many requests are left');
    await page.fill('#tokens', '1');
    await press('Set');
    expect(await page.locator('.govuk-error-summary').count()).toBe(0);
    await press('Clear everything');
    expect([full.standIn.notifications.size, full.standIn.faults.list()]).toEqual([0, []]);
  });
});

describe('the inbox of a stand-in that cannot be steered', () => {
  test('shows what there is, has no form that changes anything, and refuses those that are sent', async () => {
    const shy = await openFullStandIn(false);
    for (const path of shy.paths) {
      await page.goto(shy.inbox + path);
      expect(await page.locator('form[method=post]').count()).toBe(0);
    }
    const sent = await page.request.post(`${shy.inbox}/clear`);
    expect([sent.status(), shy.standIn.notifications.size]).toEqual([403, 6]);
    await shy.close();
  });
});
