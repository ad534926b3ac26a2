declare const requireOnce: NodeJS.Require;

/** What the CDK reads, which is not the copy that Jest gives to each file. */
export const { env: cdkEnvironment } = requireOnce('node:process') as typeof process;
