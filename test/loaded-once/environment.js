const NodeEnvironment = require('jest-environment-node').default;
const { isNativeError } = require('node:util/types');
const { compileOnce } = require('./compile-once');

// The CDK checks every synthesis against CloudFormation's rules. One test file turns that on again; the others stay fast.
process.env['CDK_VALIDATION'] ??= 'false';
// The CDK keeps a stack trace for each resource that nothing here reads, at a sixth of the time of a synthesis.
process.env['CDK_CONTEXT_JSON'] ??= JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });

compileOnce();

// What a file sets is gone after it.
const { env } = process;
const variables = { ...env };

/**
 * Gives tests what their process has loaded once. Each file would load it anew: the CDK alone takes a second, and is slow until
 * it is warm. A test and these libraries then see one another's dates, errors and environment variables, as they would without Jest.
 */
module.exports = class extends NodeEnvironment {
  constructor(...terms) {
    super(...terms);
    const { Error, process: processOfTest } = this.global;
    this.global.requireOnce = require;
    this.global.Date = Date;
    Object.defineProperty(processOfTest, 'env', {
      get: () => process.env,
      set(given) {
        process.env = given;
      },
    });
    // An error of a library is one in a test too.
    const isInstance = Function.prototype[Symbol.hasInstance];
    Object.defineProperty(Error, Symbol.hasInstance, {
      value(thing) {
        return this === Error ? isNativeError(thing) || isInstance.call(this, thing) : isInstance.call(this, thing);
      },
    });
  }

  async setup() {
    await super.setup();
    // Jest sets a hundred, and the CDK reads the stack for each acknowledgement.
    Error.stackTraceLimit = 10;
    // The CDK keeps a stack for each acknowledgement, and asks for it of an object that is no error. Nobody reads it.
    const prepared = Error.prepareStackTrace.bind(Error);
    Error.prepareStackTrace = (error, frames) => (isNativeError(error) ? prepared(error, frames) : '');
  }

  async teardown() {
    for (const name of Object.keys(env)) if (!(name in variables)) delete env[name];
    process.env = Object.assign(env, variables);
    await super.teardown();
  }
};
