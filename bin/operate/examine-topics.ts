import { look, well, wrong, type Finding } from './finding';
import { listSubscriptions } from './list-subscriptions';

/** Whether somebody gets what alarms send to their topics. */
export async function examineTopics(actions: readonly string[]): Promise<readonly Finding[]> {
  const topics = actions.filter((arn) => arn.split(':')[2] === 'sns');
  const each = topics.map((topic) =>
    look(`subscriptions of ${topic}`, examine(topic), {
      grant: 'CloudWatchReadOnlyAccess',
      mend: 'set a topic that exists, and deploy',
    }),
  );
  return (await Promise.all(each)).flat();
}

async function examine(topic: string): Promise<Finding> {
  const subject = `subscriptions of ${topic}`;
  const { confirmed, pending } = await listSubscriptions(topic);
  if (confirmed > 0) {
    return well(
      subject,
      pending > 0 ? `${confirmed} are confirmed, ${pending} are not yet` : `${confirmed} are confirmed`,
    );
  }
  return pending > 0
    ? wrong(
        subject,
        `none is confirmed, so nobody gets alarms; ${pending} wait to be confirmed`,
        'follow the link in the message that AWS sent to the subscriber',
      )
    : wrong(
        subject,
        'there are none, so nobody gets alarms',
        `aws sns subscribe --topic-arn ${topic} --protocol email --notification-endpoint ADDRESS`,
      );
}
