// Functions as NodejsFunction bundles them by itself, in each of its two formats: only minified, so that sizes mean something.
const { App, Stack } = require('aws-cdk-lib');
const { Runtime } = require('aws-cdk-lib/aws-lambda');
const { NodejsFunction, OutputFormat } = require('aws-cdk-lib/aws-lambda-nodejs');

// So that the template says which asset is whose.
const context = { 'aws:cdk:enable-asset-metadata': true, 'aws:cdk:enable-path-metadata': true };
const stack = new Stack(new App({ context }), 'Bundles');
const bundle = (name, entry, bundling) =>
  new NodejsFunction(stack, name, { entry, runtime: Runtime.NODEJS_24_X, bundling: { minify: true, ...bundling } });

for (const entry of ['publisher', 'notify', 'preflight', 'file']) {
  bundle(`${entry}-cjs`, `${entry}.ts`, { format: OutputFormat.CJS });
  bundle(`${entry}-esm`, `${entry}.ts`, { format: OutputFormat.ESM });
}
// The SDK's own way to an ES module has to be asked for.
const mainFields = ['module', 'main'];
bundle('whole-esm', 'publisher.ts', { format: OutputFormat.ESM, mainFields, bundleAwsSDK: true });
