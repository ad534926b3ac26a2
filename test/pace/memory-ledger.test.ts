import { MemoryPaceLedger } from '../../local/aws/memory-pace';
import { ledgerContract } from './ledger-contract';

describe('the pace in this process', () => {
  ledgerContract((settings) => {
    const ledger = new MemoryPaceLedger(settings);
    return () => ledger;
  });
});
