import { describe } from '@jest/globals';
import { backendSuite } from '../../../backend-port/backend.suite.js';
import { describeWithEngine, EnginePlace } from './engine-place.suite.js';

describeWithEngine('at a real engine', () => {
  describe('every backend does this', () => backendSuite('docker', () => EnginePlace.prepare()));
});
