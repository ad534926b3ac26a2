import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { RecipientGuard, type AllowedRecipients, type RedirectedRecipients } from '../../lib';
import { parseRecipientGuard } from '../../lib/contract/recipient-guard';
import { looksLikeProduction } from '../../lib/construct/validation/recipients';
import { readPipeline, synthesizePipeline } from '../../local/template';
import { pipelineInStack, propertiesOf, warningsOf } from './stacks';

const guard = RecipientGuard.allowOnly({
  emails: ['tester@example.com'],
  domains: ['example.gov.uk'],
  phoneNumbers: ['07700 900123'],
}).otherwiseRedirectTo({ email: 'staging@example.com' });

const make = (allowed: AllowedRecipients, redirectTo?: RedirectedRecipients) => () => {
  const list = RecipientGuard.allowOnly(allowed);
  return pipelineInStack({ recipients: redirectTo ? list.otherwiseRedirectTo(redirectTo) : list.otherwiseReject() });
};

describe('a pipeline with a recipient guard', () => {
  const { stack, template } = pipelineInStack({ recipients: guard, pipelineId: 'staging' });

  test('gives only the send functions the secret that says whom it allows', () => {
    const { Resources } = template().toJSON() as Parameters<typeof readPipeline>[0];
    expect(parseRecipientGuard(readPipeline({ Resources }).recipientGuard ?? '')).toEqual({
      emails: ['tester@example.com'],
      domains: ['example.gov.uk'],
      phoneNumbers: ['07700 900123'],
      redirectTo: { email: 'staging@example.com' },
    });
    const readers = propertiesOf(template(), 'AWS::IAM::Policy').filter((policy) =>
      JSON.stringify(policy).includes('NotifyRecipientGuard'),
    );
    expect(readers).toHaveLength(2);
  });

  test('names nobody in the environment of a function', () => {
    const functions = JSON.stringify(propertiesOf(template(), 'AWS::Lambda::Function'));
    expect(functions).toContain('NOTIFY_RECIPIENT_GUARD_SECRET_ARN');
    expect(functions).not.toMatch(/example\.com|example\.gov\.uk|900123/);
  });

  test('keeps the secret under its key, and is warned of nothing', () => {
    const secret = propertiesOf(template(), 'AWS::SecretsManager::Secret').find((each) => 'SecretString' in each);
    expect(secret).toHaveProperty('KmsKeyId');
    expect(warningsOf(stack)).toEqual([]);
  });

  test('takes addresses that the deployment alone knows', () => {
    const other = new Stack(new App(), 'Stack');
    const parameter = new CfnParameter(other, 'Tester');
    const { template: made } = pipelineInStack(
      { recipients: RecipientGuard.allowOnly({ emails: [parameter.valueAsString] }).otherwiseReject() },
      other,
    );
    const secret = propertiesOf(made(), 'AWS::SecretsManager::Secret').find((each) => 'SecretString' in each);
    expect(secret?.['SecretString']).toEqual({
      'Fn::Join': ['', ['{"emails":["', { Ref: 'Tester' }, '"],"domains":[],"phoneNumbers":[]}']],
    });
  });

  test('is not there unless it is asked for', () => {
    const { template: plain } = pipelineInStack();
    expect(JSON.stringify(plain().toJSON())).not.toContain('RecipientGuard');
  });
});

describe('what a recipient guard cannot name ends synth, and the error shows none of it', () => {
  test.each<[string, () => unknown, RegExp]>([
    ['no address', make({ emails: ['a@example.com', 'amala'] }), /recipients: emails\[1\] must be an email address/],
    [
      'a domain with an @',
      make({ domains: ['@example.com'] }),
      /recipients: domains\[0\] must be a domain without @ or \*/,
    ],
    ['any domain below one', make({ domains: ['*.example.com'] }), /recipients: domains\[0\] must be a domain/],
    [
      'no number',
      make({ phoneNumbers: ['12'] }),
      /recipients: phoneNumbers\[0\] must be a phone number that Notify accepts/,
    ],
    [
      'a redirection to no address',
      make({}, { email: 'amala' }),
      /email of otherwiseRedirectTo must be an email address/,
    ],
    ['a redirection to no number', make({}, { phoneNumber: '12' }), /phoneNumber of otherwiseRedirectTo must be/],
    [
      'a redirection to nobody',
      make({}, {}),
      /must have an email or a phoneNumber, got neither: add one, or use otherwiseReject/,
    ],
  ])('%s', (_, synth, message) => {
    expect(synth).toThrow(message);
    expect(synth).not.toThrow(/got '|amala/);
  });
});

describe('a recipient guard where a name looks like production', () => {
  test.each([
    ['LicencesProd', true],
    ['prod', true],
    ['licences-production', true],
    ['Production/Notify', true],
    ['live-eu-west-2', true],
    ['prod2', true],
    ['preprod', false],
    ['PreProd', false],
    ['non-production', false],
    ['LicencesNonProd', false],
    ['not_live', false],
    ['staging', false],
    ['product-team', false],
    ['delivery', false],
  ])('%s: %s', (name, looks) => {
    expect(looksLikeProduction(name)).toBe(looks);
  });

  test.each<[string, () => Stack]>([
    ['the stage', () => new Stack(new Stage(new App(), 'Prod'), 'Notify')],
    ['the stack', () => new Stack(new App(), 'LicencesProduction')],
  ])('is warned of by the name of %s', (_, stackOf) => {
    const stack = stackOf();
    pipelineInStack({ recipients: guard }, stack);
    expect(warningsOf(stack)).toEqual([
      expect.stringMatching(/looks like production: only the people that the guard names .* Leave recipients out in/),
    ]);
  });

  test('is not warned of when there is none', () => {
    expect(warningsOf(pipelineInStack({ pipelineId: 'prod' }).stack)).toEqual([]);
  });
});

describe('the app', () => {
  test('has a guard by its context, as the command line or cdk.json gives it', () => {
    const byText = synthesizePipeline({
      allowedDomains: 'example.gov.uk, example.com',
      redirectTextsTo: '07700 900123',
    });
    const byList = synthesizePipeline({
      allowedDomains: ['example.gov.uk', 'example.com'],
      redirectTextsTo: '07700 900123',
    });
    expect(byList.recipientGuard).toBe(byText.recipientGuard);
    expect(parseRecipientGuard(byText.recipientGuard ?? '')).toEqual({
      emails: [],
      domains: ['example.gov.uk', 'example.com'],
      phoneNumbers: [],
      redirectTo: { phoneNumber: '07700 900123' },
    });
    expect(synthesizePipeline()).not.toHaveProperty('recipientGuard');
  });

  test('says which key of the context cannot be read, and nothing of its value', () => {
    expect(() => synthesizePipeline({ allowedEmails: 'a@example.com,,' })).toThrow(
      /^context allowedEmails must be texts separated by commas, or a list of texts: give it as -c allowedEmails=VALUE,VALUE or leave it out$/,
    );
  });
});
