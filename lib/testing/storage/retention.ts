import { londonMidnight } from '../lifecycle/london';
import type { StoredNotification } from './notification';
import type { NotificationStore } from './notification-store';
import type { ReceivedTextStore } from './received-texts';
import { day, minute } from '../../contract/time';

const textsGoAt = 100 * minute;
const notificationsGoAt = 180 * minute;

/** Forgets every night what is older than its service keeps it: received texts at 01:40 UTC, messages at 03:00. */
export class Retention {
  private nextTexts: number;
  private nextNotifications: number;

  constructor(
    private readonly notifications: NotificationStore,
    private readonly texts: ReceivedTextStore,
    now: number,
  ) {
    this.nextTexts = nextAfter(now, textsGoAt);
    this.nextNotifications = nextAfter(now, notificationsGoAt);
  }

  /** When the next night's work is due. */
  get dueAt(): number {
    return Math.min(this.nextTexts, this.nextNotifications);
  }

  /** Does the work of every night up to now, in one go: what an earlier night would have taken, the last one takes. */
  catchUp(now: number): void {
    if (now >= this.nextTexts) {
      const night = nextAfter(now, textsGoAt) - day;
      this.texts.remove(({ service, createdAt }) => isOld(createdAt, service.retentionDays.sms, night));
      this.nextTexts = night + day;
    }
    if (now >= this.nextNotifications) {
      const night = nextAfter(now, notificationsGoAt) - day;
      this.notifications.remove((notification) => goes(notification, night));
      this.nextNotifications = night + day;
    }
  }
}

function goes({ service, type, status, createdAt }: StoredNotification, night: number): boolean {
  const isOnItsWay = status === 'pending-virus-check' || status === 'created' || status === 'sending';
  return !(type === 'letter' && isOnItsWay) && isOld(createdAt, service.retentionDays[type], night);
}

/** Whether something was created before the midnight in London that lies this many days before the night's own. */
function isOld(createdAt: number, days: number, night: number): boolean {
  return createdAt < londonMidnight(night, days) * 1000;
}

function nextAfter(moment: number, timeOfDay: number): number {
  const today = moment - (moment % day) + timeOfDay;
  return today > moment ? today : today + day;
}
