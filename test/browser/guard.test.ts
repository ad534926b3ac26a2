import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from './browser';
import { openFullStandIn, type FullStandIn } from './full-stand-in';

let browser: Browser;
let full: FullStandIn;
let elsewhere: Server;
let other: string;
let port: string;

/** A page of another server on this machine, with a form and a script that want the stand-in to do something. */
const trap = (url: string): string => `<!doctype html><title>trap</title>
  <form method="post" action="${url}/_stand-in/faults" enctype="text/plain">
    <input name='{"fault":{"kind":"drop","accepted":false},"times":99,"x":"' value='"}'><button id="order">Order</button>
  </form>
  <form method="post" action="${url}/_stand-in/inbox/clear"><button id="clear">Clear</button></form>
  <a href="${url}/_stand-in/inbox">Inbox</a>
  <iframe src="${url}/_stand-in/inbox"></iframe>`;

beforeAll(async () => {
  [browser, full] = await Promise.all([openBrowser({ 'evil.example': '127.0.0.1' }), openFullStandIn()]);
  ({ port } = new URL(full.url));
  elsewhere = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(trap(full.url));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  other = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await browser.close();
  elsewhere.closeAllConnections();
  elsewhere.close();
  await full.close();
});

async function onPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
  const page = await browser.newPage();
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

const statusAfterClick = (page: Page, selector: string): Promise<number> =>
  Promise.all([page.waitForResponse(/_stand-in\/(?!inbox$)/), page.click(selector)]).then(([answer]) =>
    answer.status(),
  );

describe('the guard in a browser', () => {
  test('a name that resolves to this machine gets 421', async () => {
    await onPage(async (page) => {
      for (const path of ['/_stand-in/inbox', '/_stand-in/notifications']) {
        expect((await page.goto(`http://evil.example:${port}${path}`))?.status()).toBe(421);
      }
    });
  });

  test.each(['#order', '#clear'])(
    'the form %s on another port of this machine gets 403, and changes nothing',
    async (form) => {
      await onPage(async (page) => {
        const before = JSON.stringify([full.standIn.faults.list(), full.standIn.notifications.size]);
        await page.goto(other);
        expect(await statusAfterClick(page, form)).toBe(403);
        expect(JSON.stringify([full.standIn.faults.list(), full.standIn.notifications.size])).toBe(before);
      });
    },
  );

  test('a link on another port, its frame and its script get 403, and no page of another site reads anything', async () => {
    await onPage(async (page) => {
      const [framed] = await Promise.all([page.waitForResponse(/_stand-in\/inbox$/), page.goto(other)]);
      expect(framed.status()).toBe(403);
      const read = `fetch('${full.url}/_stand-in/notifications').then((answer) => answer.text(), () => 'refused')`;
      expect(await page.evaluate(read)).toBe('refused');
      const [answer] = await Promise.all([page.waitForResponse(/_stand-in\/inbox$/), page.click('a')]);
      expect(answer.status()).toBe(403);
    });
  });

  test('an address that is typed, our own links and our own forms pass', async () => {
    await onPage(async (page) => {
      expect((await page.goto(full.inbox))?.status()).toBe(200);
      await page.click('text=What happens next');
      await page.fill('#times', '2');
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().method() === 'POST'),
        page.click('text=Add the fault'),
      ]);
      expect(answer.status()).toBe(303);
      expect(page.url()).toBe(`${full.inbox}/what-happens-next`);
    });
  });
});
