const NodeEnvironment = require('jest-environment-node').default;

// The CDK checks every synthesis against CloudFormation's rules. One test file turns that on again; the others stay fast.
process.env['CDK_VALIDATION'] ??= 'false';
// The CDK keeps a stack trace for each resource that nothing here reads, at a sixth of the time of a synthesis.
process.env['CDK_CONTEXT_JSON'] ??= JSON.stringify({ 'aws:cdk:disable-creation-stack-traces': true });

/**
 * Gives tests what their process has loaded once. Each file would load it anew: the CDK alone takes a second, and is slow until
 * it is warm.
 */
module.exports = class extends NodeEnvironment {
  constructor(...terms) {
    super(...terms);
    this.global.requireOnce = require;
  }
};
