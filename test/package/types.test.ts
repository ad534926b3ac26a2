import { Stranger } from './stranger';
import { typescript } from './tools';

let stranger: Stranger;
beforeAll(async () => {
  stranger = new Stranger();
  stranger.take({
    'uses.ts': 'uses.cts',
    'across.mts': 'across.mts',
    'tsconfig.strictest.json': 'tsconfig.json',
  });
  stranger.take({ 'uses.ts': 'uses.mts' });
  await stranger.install(typescript);
});
afterAll(() => stranger.remove());

describe('the types of what goes into functions, with neither the CDK nor the AWS SDK installed', () => {
  test('compile as strictly as TypeScript can, as CommonJS and as an ES module', async () => {
    expect(await stranger.run('tsc', '-p', '.')).toBe('');
  });

  test('compile for a bundler', async () => {
    const forBundler = ['--module', 'esnext', '--moduleResolution', 'bundler'];
    expect(await stranger.run('tsc', '-p', '.', ...forBundler)).toBe('');
  });
});
