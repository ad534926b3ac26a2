import { MemoryHoldStore } from '../../local/aws/memory-holds';
import { holdStoreContract } from './hold-store-contract';

describe('holds in this process', () => {
  holdStoreContract(async () => new MemoryHoldStore());
});
