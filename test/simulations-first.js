const Sequencer = require('@jest/test-sequencer').default;

/**
 * A process that has run a hundred files is several times slower than a new one, and the simulations work the hardest:
 * they come first. Left alone, Jest would have them last on a machine on which it has never run, for their files are small.
 */
module.exports = class SimulationsFirst extends Sequencer {
  sort(tests) {
    const isSimulation = ({ path }) => path.includes('/simulation/');
    const sorted = super.sort(tests);
    return [...sorted.filter(isSimulation), ...sorted.filter((test) => !isSimulation(test))];
  }
};
