import { App, Aspects } from 'aws-cdk-lib';
import { createNotifyStack } from '../../lib/construct/app/notify-stack';
import { PlainAlarms } from './plain-alarms';
import { SecretNames } from './secret-names';

// The app of bin/, but for what the emulator cannot deploy.
const { NOTIFY_BASE_URL: notifyBaseUrl } = process.env;
const app = new App({ context: { ...(notifyBaseUrl && { notifyBaseUrl }) } });
createNotifyStack(app);
Aspects.of(app).add(new PlainAlarms());
Aspects.of(app).add(new SecretNames());
