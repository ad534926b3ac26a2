import { join } from 'node:path';
import { App, CfnParameter, Fn, type IReusableStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { ArchiveSynthesizer } from './archive-synthesizer';
import { createNotifyStack } from './notify-stack';
import { templateParameters } from './template-parameters';

/** A template that CloudFormation takes as it is, and what has to be in a bucket for it. */
export interface PortableTemplate {
  readonly template: object;
  /** The paths of the functions' archives, by the names that the template has for them. */
  readonly archives: ReadonlyMap<string, string>;
}

/**
 * The template of the app in bin/ for those who do not use the CDK: it needs no bootstrapped account, and says nothing of the CDK.
 * @throws InvalidSettingsError for a context value that cannot be read, or that no pipeline can have
 */
export function synthesizePortable(context: Readonly<Record<string, unknown>>): PortableTemplate {
  const synthesizer = new ArchiveSynthesizer();
  const { apiKeySecretName, notifyBaseUrl } = templateParameters;
  const app = new App({
    context: { ...context, secretName: Fn.ref(apiKeySecretName), notifyBaseUrl: Fn.ref(notifyBaseUrl) },
    analyticsReporting: false,
    builtinCloudFormationValidation: false,
    // It is one, but the CDK's declarations do not agree on that under exactOptionalPropertyTypes.
    defaultStackSynthesizer: synthesizer as unknown as IReusableStackSynthesizer,
  });
  const stack = createNotifyStack(app);
  addParameters(stack, context);
  const assembly = app.synth();
  const archives = [...synthesizer.archives].map(([name, file]) => [name, join(assembly.directory, file)] as const);
  return { template: assembly.getStackByName(stack.stackName).template as object, archives: new Map(archives) };
}

function addParameters(stack: Stack, { secretName, notifyBaseUrl }: Readonly<Record<string, unknown>>): void {
  const parameter = (id: string, description: string, value?: string) =>
    new CfnParameter(stack, id, { description, ...(value !== undefined && { default: value }) });
  parameter(
    templateParameters.archiveBucket,
    'The bucket with the archives of the functions, in the region of the stack',
  );
  parameter(templateParameters.archivePrefix, 'What the keys of the archives begin with, such as notify/1.2.3/', '');
  parameter(
    templateParameters.apiKeySecretName,
    'The name of the secret whose text is the API key of GOV.UK Notify',
    typeof secretName === 'string' ? secretName : 'govuk-notify/api-key',
  );
  parameter(
    templateParameters.notifyBaseUrl,
    'The address of GOV.UK Notify',
    typeof notifyBaseUrl === 'string' ? notifyBaseUrl : 'https://api.notifications.service.gov.uk',
  );
}
