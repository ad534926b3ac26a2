import { defaultWorld, type WorldTemplate } from '../../../lib/testing';
import { bearer } from '../calls';
import { ids, licence } from '../default-ids';
import { standInAt } from '../sends';

const leaflet: WorldTemplate = {
  id: ids.nobody,
  type: 'email',
  name: 'Leaflet',
  versions: [
    { name: 'Flyer', subject: 'Read', body: 'Dear ((name))' },
    {
      subject: 'Read',
      body: 'Dear ((name)), read ((leaflet.pdf)).',
      attachedFiles: ['leaflet.pdf'],
    },
  ],
};
const welsh: WorldTemplate = {
  id: ids.replyTo,
  type: 'letter',
  name: 'Dwyieithog',
  versions: [
    { subject: 'About ((topic))', body: 'Dear ((name))', welshSubject: '((pwnc))', welshBody: '((enw)) ((name))' },
  ],
};

function standInWith(...templates: WorldTemplate[]) {
  const services = defaultWorld().services.map((service) => ({
    ...service,
    templates: [...service.templates, ...templates],
  }));
  return standInAt(undefined, { world: { services } });
}

const link = /read https:\/\/documents\.service\.gov\.uk\/d\/[\w-]{22}\/[\w-]{22}\?key=[\w-]{43}\.$/;

describe('a file attached to an email template', () => {
  const to = 'amala@example.com';
  const send = async (personalisation: Record<string, string>, emailAddress = to) => {
    const { standIn, client } = standInWith(leaflet);
    const { content } = await client().sendEmail({ templateId: leaflet.id, emailAddress, personalisation });
    return { standIn, body: content.body };
  };

  test('is filled in when it is sent, and kept with the message', async () => {
    const { standIn, body } = await send({ name: 'Amala' });
    expect(body).toMatch(link);
    expect(standIn.notifications.to(to)).toMatchObject([{ body }]);
  });

  test.each(['leaflet.pdf', 'LEAFLET.PDF', 'leaf let.pdf'])('is filled in whatever is given for %s', async (name) => {
    const { body } = await send({ name: 'Amala', [name]: 'nothing' });
    expect(body).toMatch(link);
  });

  test('is asked for by a preview, and listed like any placeholder', async () => {
    const { client } = standInWith(leaflet);
    await expect(client().previewTemplate(leaflet.id, { name: 'Amala' })).rejects.toMatchObject({
      details: [{ message: 'Missing personalisation: leaflet.pdf' }],
    });
    expect((await client().getTemplate(leaflet.id)).personalisation).toEqual({
      name: { required: true },
      'leaflet.pdf': { required: true },
    });
  });
});

test('a template has the name that it had at each version', async () => {
  const { client } = standInWith(leaflet);
  expect((await client().getTemplateVersion(leaflet.id, 1)).name).toBe('Flyer');
  expect((await client().getTemplateVersion(leaflet.id, 2)).name).toBe('Leaflet');
  expect((await client().getTemplate(leaflet.id)).name).toBe('Leaflet');
});

test('the Welsh half of a letter is asked for by a preview and not when it is sent', async () => {
  const { client } = standInWith(welsh);
  const { name: _name, ...address } = licence;
  await expect(client().previewTemplate(welsh.id)).rejects.toMatchObject({
    details: [{ message: 'Missing personalisation: pwnc, enw, name, topic' }],
  });
  await expect(client().sendLetter({ templateId: welsh.id, personalisation: address })).rejects.toMatchObject({
    details: [{ message: 'Missing personalisation: topic, name' }],
  });
  await expect(
    client().sendLetter({ templateId: welsh.id, personalisation: { ...licence, topic: 'you' } }),
  ).resolves.toMatchObject({ content: { subject: 'About you', body: 'Dear Amala' } });
});

test('a letter from a service in trial mode is forbidden, not over a limit', async () => {
  const { client } = standInAt();
  const trial = client('live', 'Apply for a juggling licence (trial)');
  const templateId = ids.letter.replace(/001$/, '101');
  await expect(trial.sendLetter({ templateId, personalisation: licence })).rejects.toMatchObject({
    status: 403,
    details: [{ message: 'Cannot send letters when service is in trial mode' }],
  });
});

test('personalisation that a test looks at has plain numbers, and a message Python’s', async () => {
  const { standIn } = standInAt();
  const body =
    '{"template_id":"%","phone_number":"07900900123","personalisation":{"code":1.0,"more":[123456789012345678901]}}';
  const { status } = await standIn.transport({
    method: 'POST',
    url: new URL('https://host/v2/notifications/sms'),
    headers: { authorization: bearer('live', standIn.now()) },
    body: body.replace('%', ids.sms),
    timeout: 1000,
  });
  expect(status).toBe(201);
  const [sent] = standIn.notifications.to('07900900123');
  expect(sent?.body).toMatch(/^1\.0 is your/);
  expect(sent?.personalisation).toEqual({ code: 1, more: [123456789012345680000] });
});
