import { MemoryHoldStore } from './memory-holds';
import { holdStoreContract } from '../shared/holds/hold-store-contract';

describe('MemoryHoldStore', () => {
  holdStoreContract(async () => new MemoryHoldStore());
});
