import { App } from 'aws-cdk-lib';
import { createNotifyStack } from '../lib/construct/notify-stack';

createNotifyStack(new App());
