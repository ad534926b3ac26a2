#!/usr/bin/env node
import { runCommandLine } from './command-line';
import { exitCodes } from './commands/command';
import { endWhenReadEnough } from './read-enough';

// Every Node that the package takes is one that the AWS SDK's clients here work on.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
endWhenReadEnough();

// If nothing is left to wait for before the command has ended, it has failed.
process.exitCode = exitCodes.cannot;
void runCommandLine(process.argv.slice(2)).then((code) => (process.exitCode = code));
