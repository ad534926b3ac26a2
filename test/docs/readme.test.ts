import { commandsUnder, fileNamed } from './page-parts';
import { readPage } from './pieces';

const start = 'docs/guide/start.md';
const heading = 'Put it in your stack';

describe('README', () => {
  test('is short enough to be read: at most 1,200 words', () => {
    expect(readPage('README.md').split(/\s+/).length).toBeLessThanOrEqual(1200);
  });

  test.each(['app.ts', 'application.ts'])('shows %s as the page that leads to the first message does', (name) => {
    expect(fileNamed('README.md', name)).toBe(fileNamed(start, name));
  });

  test('shows the commands to deploy, send and look as that page does', () => {
    expect(commandsUnder('README.md', heading)).toEqual(commandsUnder(start, heading).slice(-3));
  });

  test('has the two commands that everything begins with', () => {
    expect(readPage('README.md').match(/^```\n(npm ci && npm \w+)\n```$/gm)).toEqual([
      '```\nnpm ci && npm start\n```',
      '```\nnpm ci && npm test\n```',
    ]);
  });
});
