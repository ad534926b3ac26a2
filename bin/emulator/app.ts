import { App, Aspects } from 'aws-cdk-lib';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { emulatorContext } from '../../lib/construct/app/for-emulator';
import { SecretNames } from './secret-names';

// The app of bin/, except for what the emulator cannot deploy.
const { NOTIFY_BASE_URL: notifyBaseUrl } = process.env;
const app = new App({ context: { [emulatorContext]: true, ...(notifyBaseUrl && { notifyBaseUrl }) } });
createNotifyStack(app);
Aspects.of(app).add(new SecretNames());
