// Loaded into a process before its program: says at its end, on file descriptor 3, what it took as JSON.
import { writeSync } from 'node:fs';

process.once('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = (userCPUTime + systemCPUTime) / 1_000_000;
  writeSync(3, JSON.stringify({ megabytes: (maxRSS * 1024) / 1_000_000, seconds }));
});
