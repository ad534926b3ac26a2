import type { Browser } from 'playwright-core';
import { NotifyClient } from '../../lib/notify';
import { apiKey, NotifyStandIn, type Listening } from '../../lib/testing';
import { ids } from '../testing/default-ids';
import { openBrowser } from './browser';

let browser: Browser;
let standIn: NotifyStandIn;
let server: Listening;
let notify: NotifyClient;

beforeAll(async () => {
  browser = await openBrowser();
});

beforeEach(async () => {
  standIn = new NotifyStandIn();
  server = await standIn.listen({ inbox: true });
  notify = new NotifyClient({ apiKey: apiKey(standIn.world), baseUrl: server.url });
});

afterEach(() => server.close());
afterAll(() => browser.close());

const text = { templateId: ids.plainSms, phoneNumber: '07900900123' };

describe('a page that is open', () => {
  test('says that there are new messages, and moves nothing until they are wanted', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/_stand-in/inbox`);
    await page.waitForLoadState('load');
    await notify.sendSms(text);
    await notify.sendSms(text);
    const status = page.getByRole('status');
    await status.getByText('2 new messages – show them').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(0);
    await status.getByRole('link').click();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await status.textContent()).toBe('');
    await page.close();
  });

  test('counts only those that fit its filters', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.url}/_stand-in/inbox?to=07900900999`);
    await notify.sendSms(text);
    await notify.sendSms({ ...text, phoneNumber: '07900 900 999' });
    await page.getByText('1 new message – show them').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(0);
    await page.close();
  });

  test('of one message says that its status has changed', async () => {
    const { id } = await notify.sendSms(text);
    const page = await browser.newPage();
    await page.goto(`${server.url}/_stand-in/inbox/messages/${id}`);
    const changed = page.getByText('This page has changed – show it as it is now');
    await changed.waitFor();
    await changed.getByRole('link').click();
    expect(await page.textContent('main')).toContain('sending');
    await page.close();
  });
});
