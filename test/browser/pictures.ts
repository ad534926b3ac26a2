import { mkdirSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';

/** How every page is looked at. */
export const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  [1280, 320].map((width) => [scheme, width] as const),
);

// `npm run docs:pictures` says where those are kept that the documentation shows: light and wide.
const { PICTURES: documentation } = process.env;
const elsewhere = mkdtempSync(join(tmpdir(), 'pictures-'));

/** Takes a picture of each page, by the picture's name, in every look. Gives the bytes of the smallest. */
export async function takePictures(browser: Browser, urls: Readonly<Record<string, string>>): Promise<number> {
  if (documentation !== undefined) mkdirSync(documentation, { recursive: true });
  const sizes: number[] = [];
  for (const [colorScheme, width] of looks) {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 720 } });
    for (const [name, url] of Object.entries(urls)) {
      await page.goto(url);
      const isShown = documentation !== undefined && colorScheme === 'light' && width === 1280;
      const other = join(elsewhere, `${name}-${colorScheme}-${width}.png`);
      const path = isShown ? resolve(documentation, `${name}.png`) : other;
      await page.screenshot({ path, fullPage: true });
      sizes.push(statSync(path).size);
    }
    await page.close();
  }
  return Math.min(...sizes);
}
