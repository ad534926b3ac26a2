import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { archive } from './archive';

const repository = resolve(__dirname, '..');
const source = (path: string): string => join(repository, path);

/** One folder a function. Each becomes `dist/lambda/<name>.zip`, where the construct looks for it. */
export const functions = [
  'announce',
  'callbacks',
  'canary',
  'letter-pdfs',
  'poll',
  'received-texts',
  'release',
  'release-scheduled',
  'send',
  'send-task',
] as const;

/** What a function loads only when it needs it: a file beside the function, and where its source is. */
const loadedLater = {
  'send/s3-client': 'lambda/shared/aws/s3-client.ts',
  'send/recipient-rules': 'lambda/send/recipient-rules.ts',
} as const;

/** Leaves what is loaded later where it is: inside the function's own file it would cost every start. */
const leaveForLater: Plugin = {
  name: 'leave for later',
  setup: (bundle) =>
    bundle.onResolve({ filter: /^\.\// }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && resolveDir.startsWith(source('lambda'))
        ? { path: `${path}.js`, external: true }
        : undefined,
    ),
};

/** Leaves out the chain in which the SDK looks for credentials: in Lambda they are in the environment. */
export const credentialsOfLambda: Plugin = {
  name: 'credentials of Lambda',
  setup: (bundle) =>
    bundle.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: source('lambda/shared/aws/environment-credentials.ts'),
    })),
};

/** The functions hold all they need: Lambda has the AWS SDK too, but loads its own copy slower. */
const lambdas = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  metafile: true,
  absWorkingDir: repository,
  logLevel: 'warning',
  entryPoints: [
    ...functions.map((name) => ({ in: source(`lambda/${name}/index.ts`), out: `${name}/index` })),
    ...Object.entries(loadedLater).map(([out, path]) => ({ in: source(path), out })),
  ],
  plugins: [leaveForLater, credentialsOfLambda],
  outdir: source('dist/lambda'),
  target: 'node24',
  // The names of functions and classes go too. What is logged or decided on is an error's `name`, which each sets itself.
  minify: true,
} satisfies BuildOptions;

/** Bundles and archives every function, and answers what is in each. */
export async function bundleFunctions(): Promise<Metafile> {
  const folder = source('dist/lambda');
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build(lambdas);
  await Promise.all(functions.map((name) => archive(join(folder, name), join(folder, `${name}.zip`))));
  return metafile;
}
