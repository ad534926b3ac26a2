import { App } from 'aws-cdk-lib';
import { InvalidSettingsError } from '../lib/construct/validation/invalid-settings-error';
import { createNotifyStack } from '../lib/construct/app/notify-stack';

try {
  createNotifyStack(new App());
} catch (error) {
  if (!(error instanceof InvalidSettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  // At once: the app would still write out what there is of it.
  process.exit(1);
}
