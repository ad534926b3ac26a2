import { build } from 'esbuild';
import { join } from 'node:path';

const repository = join(__dirname, '../..');

async function bundle(entry: string) {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: join(repository, 'dist/not-written.js'),
    write: false,
    metafile: true,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return {
    bytes: Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0),
    inputs: Object.keys(metafile.inputs),
  };
}

describe('bundle of the Notify core', () => {
  const core = join(repository, 'lib/notify/index.ts');

  it('is at most a fourteenth of the official client', async () => {
    const ours = await bundle(core);
    const official = await bundle(require.resolve('notifications-node-client'));
    expect(ours.bytes).toBeLessThanOrEqual(official.bytes / 14);
  });

  it('the bundle contains only the core and jose, and nothing of the AWS SDK', async () => {
    const { inputs } = await bundle(core);
    const others = inputs.filter((input) => !/(^|\/)(lib\/notify|node_modules\/jose)\//.test(input));
    expect(others).toEqual([]);
  });
});
