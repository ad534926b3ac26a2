import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { repository, type Piece } from './pieces';

const options = {
  extends: '../../../tsconfig.json',
  compilerOptions: {
    noUnusedLocals: false,
    paths: {
      'cdk-govuk-notify': ['../../../lib/index.ts'],
      'cdk-govuk-notify/events': ['../../../lib/contract/events/index.ts'],
      'cdk-govuk-notify/*': ['../../../lib/*/index.ts'],
      'lib/*': ['../../../lib/*.ts'],
    },
  },
  include: ['**/*.ts'],
};

/** What the compiler has to say of pieces of TypeScript, for which the package is installed; empty when all is well. */
export async function compile(pieces: readonly Piece[]): Promise<string> {
  const parent = join(repository, 'node_modules/.cache');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'snippets-'));
  try {
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    // A reader's project says for itself what its modules are.
    writeFileSync(join(folder, 'package.json'), '{}');
    for (const { path, code } of pieces) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${code}\nexport {};\n`);
    }
    const tsc = join(repository, 'node_modules/typescript/bin/tsc');
    return await promisify(execFile)(process.execPath, [tsc, '-p', folder, '--singleThreaded'], { cwd: folder }).then(
      () => '',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout || stderr,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
