const { watchProcess } = require('./left-behind.cjs');

/** The environment of a test file is the process itself: no context of its own, and nothing is left behind in it. */
module.exports = class ProcessEnvironment {
  /** Jest hangs its own settings on this object; only its console becomes the one that tests write to. */
  global = {
    get console() {
      return globalThis.console;
    },
    set console(value) {
      globalThis.console = value;
    },
  };
  fakeTimers = null;
  fakeTimersModern = null;

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }

  async setup() {
    this.assertNothingLeft = watchProcess();
  }

  async teardown() {
    await this.assertNothingLeft();
  }
};
