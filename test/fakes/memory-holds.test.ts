import { MemoryHoldStore } from './memory-holds';
import { holdStoreContract } from '../shared/holds/hold-store-contract';

describe('holds in this process', () => {
  holdStoreContract(async () => new MemoryHoldStore());
});
