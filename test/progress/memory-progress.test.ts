import { MemoryProgressStore } from '../../local/aws/memory-progress';
import { progressStoreContract } from './progress-contract';

describe('progress of the poll in this process', () => {
  progressStoreContract(async () => new MemoryProgressStore());
});
