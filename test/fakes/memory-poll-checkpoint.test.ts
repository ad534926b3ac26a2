import { MemoryPollCheckpoint } from './memory-poll-checkpoint';
import { progressStoreContract } from '../shared/checkpoints/poll-checkpoint-contract';

describe('poll checkpoint: memory', () => {
  progressStoreContract(async () => new MemoryPollCheckpoint());
});
