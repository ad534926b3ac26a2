import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { NotifyPipeline, CallbackRoute } from '../../lib';
import { SecretNames } from '../../bin/emulator/secret-names';
import { emulatorContext } from '../../lib/construct/app/for-emulator';

// An app with two pipelines in one stack, each with a key of its own to the same Notify service, which calls the first.
const app = new App({ context: { [emulatorContext]: true } });
const stack = new Stack(app, 'two-pipelines');

/** What the one signs with that hands callbacks on to the other. */
const signingSecret = new Secret(stack, 'Signing', {
  generateSecretString: { passwordLength: 48, excludePunctuation: true },
}) as ISecret;

function pipeline(id: string, callbackRoutes: Readonly<Record<string, CallbackRoute>> = {}): NotifyPipeline {
  const made = new NotifyPipeline(stack, id, {
    apiKeySecret: Secret.fromSecretNameV2(stack, `${id}Key`, `two-pipelines/${id}`),
    notifyBaseUrl: String(app.node.getContext('notifyBaseUrl')),
    rateShare: 0.5,
    callbacks: true,
    callbackRoutes,
    routedCallbacks: { signingSecret, fromEventBus: true },
  });
  made.addOutputs();
  return made;
}

const second = pipeline('Second');
pipeline('First', { [second.pipelineId]: CallbackRoute.toEventBus(second.eventBus, { signingSecret }) });
Aspects.of(app).add(new SecretNames());
