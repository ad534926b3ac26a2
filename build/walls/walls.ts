/** What some folders may not import. */
export interface Wall {
  readonly name: string;
  /** Why it stands, for the person who ran into it. */
  readonly why: string;
  /** Whether the wall stands around this file, by its path from the repository. */
  readonly around: (file: string) => boolean;
  /** Whether an import is refused: the name of a package, or the path of a file from the repository. */
  readonly refuses: (imported: string) => boolean;
}

const inside =
  (...folders: readonly string[]) =>
  (path: string): boolean =>
    folders.some((folder) => path.startsWith(folder));

const product = inside('lib/', 'lambda/', 'bin/', 'local/', 'build/');
const packages =
  (...names: readonly string[]) =>
  (imported: string): boolean =>
    names.some((name) => imported === name || imported.startsWith(`${name}/`));

const awsSdk = packages('@aws-sdk', '@smithy');
const cdk = packages('aws-cdk-lib', 'constructs', '@aws-cdk');
const http = packages('http', 'https', 'http2', 'tls', 'undici', 'axios');
const usesAwsSdk = inside('lambda/shared/aws/', 'lib/publisher/', 'lib/records/', 'bin/', 'local/');
const isCode = inside('lib/', 'lambda/', 'bin/', 'local/', 'build/', 'test/', 'bench/');

export const walls: readonly Wall[] = [
  {
    name: 'the AWS SDK',
    why: 'every call of AWS is made in lambda/shared/aws/, so that all else can be tested without it',
    around: (file) => product(file) && !usesAwsSdk(file),
    refuses: awsSdk,
  },
  {
    name: 'the CDK',
    why: 'the construct is for deploy time: nothing that runs may need aws-cdk-lib',
    around: (file) => product(file) && !inside('lib/construct/', 'bin/')(file),
    refuses: cdk,
  },
  {
    name: 'run time from lib/',
    why: 'lib/ is what other people import, and lambda/ is what runs in AWS: what both need belongs in lib/contract/',
    around: inside('lib/'),
    refuses: inside('lambda/'),
  },
  {
    name: 'the construct from run time',
    why: 'a function must not carry the construct: what both need belongs in lib/contract/',
    around: inside('lambda/'),
    refuses: inside('lib/construct/'),
  },
  {
    name: 'all else from the contract',
    why: 'everything rests on lib/contract/, so it rests on nothing of ours',
    around: inside('lib/contract/'),
    refuses: (imported) => isCode(imported) && !inside('lib/contract/')(imported),
  },
  {
    name: 'AWS and HTTP from the rules',
    why: "Notify's rules are pure functions, which anybody can run anywhere",
    around: inside('lib/rules/'),
    refuses: (imported) => awsSdk(imported) || cdk(imported) || http(imported),
  },
  {
    name: 'tests and benches',
    why: 'what only tests and benches use is not part of the product',
    around: product,
    refuses: inside('test/', 'bench/'),
  },
  {
    name: 'the local pipeline',
    why: 'local/ is for this machine, and no part of what is installed or deployed',
    around: inside('lib/', 'lambda/', 'bin/'),
    refuses: inside('local/'),
  },
];
