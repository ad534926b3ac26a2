import { violationsOn } from './accessibility';
import { findBrowser, openBrowser } from './browser';

describe('the browser of these tests', () => {
  test('is the one in BROWSER, by its path or name, else one of the usual names', () => {
    expect(findBrowser({ BROWSER: process.execPath, PATH: '' })).toBe(process.execPath);
    expect(findBrowser({ BROWSER: 'sh', PATH: '/nowhere:/bin' })).toBe('/bin/sh');
    expect(() => findBrowser({ PATH: '/nowhere' })).toThrow(
      'apt-get install --no-install-recommends chromium-headless-shell',
    );
    expect(() => findBrowser({ BROWSER: 'none', PATH: '/bin' })).toThrow('there is no browser: none not found');
  });

  test('finds what breaks a rule of accessibility', async () => {
    const browser = await openBrowser();
    const page = await browser.newPage();
    await page.setContent('<!doctype html><html lang="en"><title>x</title><main><h1>x</h1><input></main></html>');
    expect(await violationsOn(page)).toEqual([expect.stringMatching(/^label: <input/)]);
    await browser.close();
  });
});
