import { MemoryPollCheckpoint } from './memory-poll-checkpoint';
import { progressStoreContract } from '../shared/checkpoints/poll-checkpoint-contract';

describe('progress of the poll in this process', () => {
  progressStoreContract(async () => new MemoryPollCheckpoint());
});
