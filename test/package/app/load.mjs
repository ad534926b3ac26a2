// Loads every entry both ways, and says what each gives and whether the two builds know each other's errors.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const entries = process.argv.slice(2);
const names = {};
for (const entry of entries) {
  const imported = Object.keys(await import(entry)).filter((name) => !['default', 'module.exports'].includes(name));
  names[entry] = { imported: imported.toSorted(), required: Object.keys(require(entry)).toSorted() };
}

const [esm, cjs] = [await import('cdk-govuk-notify/notify'), require('cdk-govuk-notify/notify')];
const [esmPublisher, cjsPublisher] = [
  await import('cdk-govuk-notify/publisher'),
  require('cdk-govuk-notify/publisher'),
];
const thrownBy = async (call) => {
  try {
    return await call();
  } catch (error) {
    return error;
  }
};
const refused = ({ prepareUpload }) => thrownBy(() => prepareUpload(Buffer.alloc(3), { filename: 'no-extension' }));
const published = ({ NotifyPublisher }, phoneNumber) =>
  thrownBy(() =>
    new NotifyPublisher({ queueUrl: 'http://127.0.0.1:9/1/queue', pipelineId: 'p' }).sendSms({
      templateId: 't',
      phoneNumber,
    }),
  );

const ofEsm = await refused(esm);
const ofCjs = await refused(cjs);
class Own extends esm.NotifyInputError {}
class Foreign extends Error {
  get name() {
    return 'NotifyInputError';
  }
}
const [invalidOfEsm, invalidOfCjs] = [await published(esmPublisher, ''), await published(cjsPublisher, '')];
const [lostOfEsm, lostOfCjs] = [
  await published(esmPublisher, '07900900123'),
  await published(cjsPublisher, '07900900123'),
];

const errors = {
  'the builds are two': esm.NotifyInputError !== cjs.NotifyInputError,
  'an error of the other build is known by its class':
    ofEsm instanceof cjs.NotifyInputError && ofCjs instanceof esm.NotifyInputError,
  'and by the classes above':
    ofEsm instanceof cjs.NotifyError && ofCjs instanceof esm.NotifyError && ofCjs instanceof Error,
  'and by what is said of it': cjs.isDefinitelyNotSent(ofEsm) && esm.isDefinitelyNotSent(ofCjs),
  'and is not taken for another':
    !(ofEsm instanceof cjs.NotifyApiError) && !(ofEsm instanceof cjs.MalformedApiKeyError),
  'what is no error of ours is not taken for one': ![new Error('x'), new Foreign('x'), null, undefined, 'x', {}].some(
    (other) => other instanceof cjs.NotifyError,
  ),
  'a class that somebody derives is only itself':
    !(ofEsm instanceof Own) &&
    !(ofCjs instanceof Own) &&
    new Own('x') instanceof Own &&
    new Own('x') instanceof cjs.NotifyInputError,
  'the publishers know each other too':
    invalidOfEsm instanceof cjsPublisher.InvalidMessageError &&
    invalidOfCjs instanceof esmPublisher.InvalidMessageError &&
    lostOfEsm instanceof cjsPublisher.NotPublishedError &&
    lostOfCjs instanceof esmPublisher.NotPublishedError,
  'and their two kinds of errors are two':
    !(invalidOfEsm instanceof cjsPublisher.NotPublishedError) &&
    !(lostOfEsm instanceof cjsPublisher.InvalidMessageError) &&
    !(invalidOfEsm instanceof cjsPublisher.RefusedMessageError),
};

console.log(JSON.stringify({ node: process.version, names, errors, lost: [lostOfEsm.code, lostOfCjs.code] }));
