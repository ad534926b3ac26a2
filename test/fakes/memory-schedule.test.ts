import { scheduleStoreContract } from '../shared/schedule/schedule-store-contract';
import { MemorySchedule } from './memory-schedule';

describe('memory schedule', () => {
  scheduleStoreContract(async () => new MemorySchedule());
});
