import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser } from './browser';

const repository = resolve(__dirname, '../..');
const folder = process.env['PICTURES'] ?? mkdtempSync(join(tmpdir(), 'pictures-'));

/** What `npm start` prints, in the colours of a terminal. */
async function start(): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'local/start.ts'], {
    cwd: repository,
  });
  return stdout;
}

const asHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const style =
  'body { margin: 0; background: #0b0c0c; color: #f3f2f1 } ' +
  'pre { display: inline-block; margin: 0; padding: 24px; font: 15px/1.2 "DejaVu Sans Mono", monospace }';

describe('npm start', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  test('has a picture taken of what it prints for the documentation, with every sample in it', async () => {
    const [, table = ''] = (await start()).split('\n\n┌');
    const [rows = ''] = table.split('\n\n');
    const page = await browser.newPage({ deviceScaleFactor: 2 });
    const command = '$ npm ci &amp;&amp; npm start\n\n';
    await page.setContent(`<style>${style}</style><pre>${command}${asHtml(`┌${rows}`)}</pre>`);
    const path = resolve(folder, 'start.png');
    mkdirSync(folder, { recursive: true });
    await page.locator('pre').screenshot({ path });
    expect(await page.textContent('pre')).toMatch(/letter that comes back +│ failed \(returned\)/);
    expect(statSync(path).size).toBeGreaterThan(5000);
  });
});
