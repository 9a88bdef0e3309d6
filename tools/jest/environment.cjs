const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/** What a spec file may change in the process and the next one must find as it was. */
const processState = () => ({
  console: globalThis.console,
  directory: process.cwd(),
  environment: { ...process.env },
  exit: process.exit,
});

/** @param {ReturnType<typeof processState>} state */
const restore = ({ console, directory, environment, exit }) => {
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
  Object.assign(process.env, environment);
  process.chdir(directory);
  process.exit = exit;
  globalThis.console = console;
  // The rules of classes that the next spec file loads again would stand there twice.
  Reflect.deleteProperty(globalThis, 'classValidatorMetadataStorage');
};

/** Runs specs in the global scope of the process, because `NativeRuntime` loads them with Node's own loader. */
class NativeEnvironment {
  /** @param {{ projectConfig: import('@jest/types').Config.ProjectConfig }} config */
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.before = processState();
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  /** Jest insists on the method; nothing runs in a context of its own. */
  getVmContext() {
    return null;
  }

  async setup() {}

  async teardown() {
    this.fakeTimersModern.dispose();
    restore(this.before);
  }
}

module.exports = NativeEnvironment;
