import { forgetTestOfPromises } from './forget-test-of-promises';

process.env['AWS_REGION'] ??= 'eu-west-2';
process.env['POWERTOOLS_DEV'] ??= 'false';
// The tests run on the oldest Node that the package supports, Lambda on a newer one.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
forgetTestOfPromises();
