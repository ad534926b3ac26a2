import { join } from 'node:path';

/** Where a cloud answers, and as whom it is spoken to. */
export interface CloudAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The emulator takes a key that is twelve digits for the account. */
export const localAddress = (endpoint: string): CloudAddress => ({
  endpoint,
  region: 'eu-west-2',
  credentials: { accessKeyId: '000000000000', secretAccessKey: 'local' },
});

/**
 * The emulator that `AWS_ENDPOINT_URL` names, if it names one.
 * @throws Error when it is not of this machine
 */
export function givenAddress(env: NodeJS.ProcessEnv): CloudAddress | undefined {
  const given = env['AWS_ENDPOINT_URL'];
  if (!given) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)) {
    throw new Error(
      `AWS_ENDPOINT_URL must be the address of an emulator on this machine, got '${given}': give one such as http://127.0.0.1:4566, or leave it out`,
    );
  }
  const local = localAddress(given);
  return {
    endpoint: given.replace(/\/$/, '').replace('//localhost', '//127.0.0.1'),
    region: env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? local.region,
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? local.credentials.accessKeyId,
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? local.credentials.secretAccessKey,
    },
  };
}

/** What makes the AWS SDK, the AWS CLI and the CDK CLI speak to it, and to nothing else. */
export function addressVariables({ endpoint, region, credentials }: CloudAddress) {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // Nobody's own profile comes between.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    // The CDK CLI takes its options from the environment too: the app of bin/, except what the emulator cannot deploy.
    CDK_APP: `npx tsx ${join('bin', 'emulator', 'app.ts')}`,
  };
}

/** This process's environment without anything that is about AWS. */
export const withoutAws = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(?:AWS|CDK)_/.test(name)));
