import { endWhenReadEnough } from '../bin/read-enough';
import { runLocally } from './run-locally';

// Nothing here talks to AWS, and Lambda runs a newer Node.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
endWhenReadEnough();

void runLocally(process.argv.slice(2)).then((code) => (process.exitCode = code));
