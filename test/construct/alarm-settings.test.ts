import { alarmIdsOf, alarmIdsWith } from './alarm-ids';
import { pipelineInStack, propertiesOf } from './stacks';

describe('NotifyPipeline: alarms that are set', () => {
  const { pipeline, template } = pipelineInStack({
    alarms: { messagesWait: { threshold: 7200 }, keyAge: { off: 'a job of ours rotates the key' } },
    dailyLimits: { sms: 250_000, email: 1000 },
  });
  const alarms = propertiesOf(template(), 'AWS::CloudWatch::Alarm');
  const alarmOf = (id: string) =>
    alarms.find(({ AlarmDescription }) => JSON.stringify(AlarmDescription).includes(`#${id.toLowerCase()}"`));

  test('an alarm goes off at the threshold that is given', () => {
    expect(alarmOf('MessagesWait')).toMatchObject({ Threshold: 7200, EvaluationPeriods: 3 });
  });

  test('an alarm that is switched off is not there, and all others are', () => {
    expect(alarmIdsOf(pipeline)).toEqual(alarmIdsWith('dailyLimits').filter((id) => id !== 'KeyAge'));
    expect(pipeline.alarms.find('keyAge')).toBeUndefined();
    expect(pipeline.alarms.find('messagesWait')?.node.id).toBe('MessagesWait');
  });

  test('daily limits that are given have an alarm at 80 per cent of any of them', () => {
    expect(alarmOf('DailyLimitNear')).toMatchObject({
      Threshold: 80,
      Metrics: expect.arrayContaining([
        expect.objectContaining({
          Expression: 'MAX([100 * FILL(email, 0) / 1000, 100 * FILL(sms, 0) / 250000])',
        }),
      ]) as unknown,
    });
  });

  test.each([
    [
      'a name that there is not',
      { mesagesWait: { threshold: 1 } },
      'alarms.mesagesWait is not an alarm of this pipeline: did you mean messagesWait?',
    ],
    ['an alarm of what is not on', { badToken: { off: 'x' } }, 'alarms.badToken is not an alarm of this pipeline'],
    [
      'no reason',
      { keyAge: { off: ' ' } },
      "alarms.keyAge.off must say why you do not want the alarm, got ' ': give a reason, or leave it out",
    ],
    ['a threshold of nothing', { keyAge: { threshold: 0 } }, 'alarms.keyAge.threshold must be more than 0, got 0'],
    [
      'both',
      { keyAge: { threshold: 1, off: 'x' } },
      "alarms.keyAge must not have both threshold and off, got 1 and 'x': leave out one of them",
    ],
  ])('%s is refused, with what to do', (_what, alarms, fault) => {
    expect(() => pipelineInStack({ alarms })).toThrow(fault);
  });

  test('a limit that is no whole number of messages is refused', () => {
    expect(() => pipelineInStack({ dailyLimits: { sms: 0.5 } })).toThrow(
      'dailyLimits.sms must be a whole number of messages, at least 1, got 0.5',
    );
  });

  test('without a P1 alarm there is no ServiceHealth', () => {
    const urgent = [
      'urgentMessagesWait',
      'messagesExpire',
      'heldMessagesExpire',
      'deadLettersExpire',
      'keyRefused',
      'laneStopped',
      'duplicateSuspected',
      'textDailyLimit',
    ];
    const off = Object.fromEntries(urgent.map((name) => [name, { off: 'a test service' }]));
    expect(pipelineInStack({ alarms: off }).pipeline.alarms.serviceHealth).toBeUndefined();
  });

  test('an alarm that there is not cannot be found', () => {
    expect(() => pipeline.alarms.find('deadLeters')).toThrow('did you mean deadLetters?');
  });
});
