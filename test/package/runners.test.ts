import { Stranger } from './stranger';
import { jestWithSwc, pinned, sdk, vitest } from './tools';

let stranger: Stranger;
beforeAll(async () => {
  stranger = new Stranger();
  stranger.take({ 'sends.test.ts': 'sends.test.ts' });
  await stranger.install({ ...sdk, ...jestWithSwc, ...vitest, ...pinned('typescript') });
});
afterAll(() => stranger.remove());

test("somebody's tests run in Jest, as CommonJS", async () => {
  expect(JSON.parse(await stranger.run('jest', '--json'))).toMatchObject({ success: true, numPassedTests: 5 });
});

test("somebody's tests run in Vitest, as ES modules", async () => {
  const told = await stranger.run('vitest', 'run', '--globals', '--reporter=json');
  expect(JSON.parse(told)).toMatchObject({ success: true, numPassedTests: 5 });
});
