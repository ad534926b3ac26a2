import type { Browser, Page } from 'playwright-core';
import { sideways, violationsOn } from './accessibility';
import { openBrowser } from './browser';
import { openFullStandIn, type FullStandIn } from './full-stand-in';
import { looks, takePictures } from './pictures';

let browser: Browser;
let full: FullStandIn;

beforeAll(async () => {
  [browser, full] = await Promise.all([openBrowser(), openFullStandIn()]);
});

afterAll(async () => {
  await browser.close();
  await full.close();
});

describe('the pages of the inbox', () => {
  test.each(looks)(
    'in %s, %d pixels wide, break no rule of axe and need no sideways scrolling',
    async (scheme, width) => {
      const page = await browser.newPage({ colorScheme: scheme, viewport: { width, height: 900 } });
      const wrong: Record<string, unknown> = {};
      for (const path of full.paths) {
        await page.goto(full.inbox + path);
        const found = [...(await violationsOn(page)), await sideways(page)];
        if (found.length > 1 || found[0] !== 0) wrong[path] = found;
      }
      expect(wrong).toEqual({});
      await page.close();
    },
  );

  test('have their pictures taken for the documentation', async () => {
    const { email, text, letter } = full.sent;
    const messages = { email, text, letter };
    const urls = Object.entries(messages).map(([name, id]) => [name, `${full.inbox}/messages/${id}`] as const);
    expect(await takePictures(browser, { list: full.inbox, ...Object.fromEntries(urls) })).toBeGreaterThan(5000);
  });

  test('each say what they are, that nothing was sent, and what time it is', async () => {
    const page = await browser.newPage();
    for (const path of full.paths) {
      await page.goto(full.inbox + path);
      expect(await textOf(page, 'header')).toBe(
        'Inbox – stand-in for GOV.UK Notify. Nothing here was sent to anyone. It is 11:42 on 2 March 2026 here.',
      );
      expect(await page.title()).toMatch(/ – Inbox – stand-in for GOV.UK Notify$/);
    }
    await page.close();
  });

  test('write nothing on the console but of the sandbox, and ask no other origin for anything', async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    for (const path of full.paths.filter((each) => each !== '/nowhere' && !each.includes('fax'))) {
      await page.goto(full.inbox + path, { waitUntil: 'load' });
    }
    expect(said.filter((line) => !/sandbox/i.test(line))).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(`${full.url}/_stand-in/`))).toEqual([]);
    expect(asked.length).toBeGreaterThan(full.paths.length);
    await page.close();
  });

  test('say in title and summary what is wrong with a filter', async () => {
    const page = await browser.newPage();
    await page.goto(`${full.inbox}?type=fax`);
    expect(await page.title()).toMatch(/^Error: Messages/);
    expect(await textOf(page, '.govuk-error-summary')).toContain('type must be one of email, sms, letter');
    await page.click('.govuk-error-summary a');
    expect(await page.evaluate('document.activeElement.id')).toBe('type');
    await page.close();
  });

  test('say in title and summary what is wrong with a form, and break no rule then', async () => {
    const page = await browser.newPage();
    await page.goto(`${full.inbox}/what-happens-next`);
    await page.fill('#times', 'often');
    await page.getByRole('button', { name: 'Add the fault' }).click();
    expect(await page.title()).toMatch(/^Error: What happens next/);
    expect(await violationsOn(page)).toEqual([]);
    await page.click('.govuk-error-summary a');
    expect(await page.evaluate('document.activeElement.id')).toBe('times');
    await page.close();
  });

  test('are searched, opened and left by the keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(full.inbox);
    await tabTo(page, 'q');
    await page.keyboard.type('security code');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=security\+code/);
    expect(await textOf(page, '.inbox-count')).toBe('1 message fit');
    await tabTo(page, undefined, /is your security code/);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/messages\//);
    await tabTo(page, undefined, /^Personalisation$/);
    await page.keyboard.press('Space');
    expect(await page.evaluate("document.querySelectorAll('details[open]').length")).toBe(1);
    await page.close();
  });

  test('do nothing at a single key', async () => {
    const page = await browser.newPage();
    await page.goto(full.inbox);
    const before = [page.url(), await page.content()];
    for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789/?') await page.keyboard.press(key);
    expect([page.url(), await page.content()]).toEqual(before);
    await page.close();
  });
});

async function textOf(page: Page, selector: string): Promise<string> {
  const text = (await page.textContent(selector)) ?? '';
  return text.replaceAll(/\s+/g, ' ').replace(' .', '.').trim();
}

/** Presses Tab until the thing with this id, or text, has the focus. */
async function tabTo(page: Page, id: string | undefined, text = /^$/): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const [focused, shown] = await page.evaluate<[string, string]>(
      '[document.activeElement.id, document.activeElement.textContent.trim()]',
    );
    if (id === undefined ? text.test(shown) : focused === id) return;
  }
  throw new Error(`Tab never comes to ${id ?? text.source}`);
}
