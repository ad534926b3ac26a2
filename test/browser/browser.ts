import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const usualNames = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser on this machine: the one in `BROWSER`, or one of the usual names.
 * @throws Error when there is none
 */
export function findBrowser(environment: NodeJS.ProcessEnv = process.env): string {
  const { BROWSER: given, PATH = '' } = environment;
  const folders = PATH.split(delimiter);
  const names = given === undefined ? usualNames : [given];
  const found = names.flatMap((name) => [name, ...folders.map((folder) => join(folder, name))]).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    `there is no browser: ${names.join(', ')} not found; install one, on Debian with ` +
      '`apt-get install --no-install-recommends chromium-headless-shell`, or give its path in BROWSER',
  );
}

/** Starts the browser. Names of hosts can be given addresses, as in a hosts file. */
export async function openBrowser(hosts: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const rules = Object.entries(hosts).map(([name, address]) => `MAP ${name} ${address}`);
  return chromium.launch({
    executablePath: findBrowser(),
    args: [
      // Without this, clicks below a frame that is apart miss in a whole Chromium.
      '--disable-features=IsolateSandboxedIframes',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(rules.length > 0 ? [`--host-resolver-rules=${rules.join(',')}`] : []),
    ],
  });
}
